using Clip.Models.Caching;

namespace Clip;

/// <summary>How a model is opened.</summary>
public sealed record ClipModelOptions
{
    /// <summary>
    /// <c>auto</c> uses the best device that works and falls back to the processor; <c>cpu</c>, <c>cuda</c>,
    /// <c>directml</c>, <c>coreml</c>, … either works or fails with the reason.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// Threads for one inference, and the most that decode pictures for an index; 0 uses one per physical core.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>
    /// The weights to use where a folder has several: <c>fp16</c>, <c>quantized</c>, <c>int8</c>, … as the suffix of
    /// their file, <c>fp32</c> for files without one; null uses those without one, else the least lossy. Each tower may
    /// have its own: <c>text=q4,image=fp16</c>, where a tower that is left out uses its default.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>
    /// Truncates embeddings to this many dimensions, for models trained so that the first ones matter most
    /// (Matryoshka); null keeps all. Vectors are scaled to unit length again, and an index of one dimension is not
    /// searched with another.
    /// </summary>
    public int? Dimensions { get; init; }

    /// <summary>
    /// The name of a task whose instruction the model was trained to see before a text, as its configuration lists
    /// them, such as jina-clip's <c>retrieval.query</c>; null for the model's own default, usually none. It never
    /// applies to captions: see <see cref="TextEncoder.EncodeCaptions"/>.
    /// </summary>
    public string? Task { get; init; }

    /// <summary>
    /// The language of texts for models whose tokenizer marks it, such as NLLB-CLIP: a code of FLORES-200,
    /// <c>fra_Latn</c>; null for the tokenizer's own default.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>
    /// The language of captions that are added to an index, likewise; null for that of the captions already in the
    /// index, else the tokenizer's own default. The captions of an index have one language; queries may have any.
    /// </summary>
    public string? CaptionLanguage { get; init; }

    /// <summary>
    /// What the user calls the model, which an index remembers; null for the full path of its folder, or of both
    /// folders, joined by a comma.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>The most bytes of weights to load for one tower; null for what the machine has left.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// The memory that pictures may take while they are read, decoded and encoded; null for
    /// <see cref="MemoryBudget.Default"/>.
    /// </summary>
    public MemoryBudget? Memory { get; init; }

    /// <summary>The size and time beyond which a picture is refused.</summary>
    public PictureLimits PictureLimits { get; init; } = PictureLimits.Default;

    /// <summary>Decodes picture files; null for the default decoder. The caller disposes it if necessary.</summary>
    public IPictureDecoder? PictureDecoder { get; init; }

    /// <summary>
    /// A folder for optimized graphs, so that the next process is ready sooner; null keeps none. Only the user may have
    /// permission to write to it. It can be deleted at any time.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// The most bytes that all graphs in <see cref="CacheFolder"/> may take; at least 0. A new graph replaces those
    /// that have not been used for the longest time, and one that is larger than the limit is not kept.
    /// </summary>
    public long CacheLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = GraphCacheContent.DefaultLimit;

    /// <summary>
    /// Whether only a few texts and pictures will be encoded: the first result is ready sooner, and many take longer.
    /// </summary>
    public bool FastStart { get; init; }

    /// <summary>The start of the path of the profiles that sessions write; null writes none.</summary>
    internal string? ProfilePrefix { get; init; }
}
