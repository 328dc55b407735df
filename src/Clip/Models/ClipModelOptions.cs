using Clip.Models;
using Clip.Models.Caching;
using Clip.Models.Quantization;
using Clip.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.ML.Tokenizers;

namespace Clip;

/// <summary>
/// How a model is opened. A model copies its options when it is loaded; later changes have no effect on it. Not
/// thread-safe.
/// </summary>
public sealed class ClipModelOptions
{
    /// <summary>What <see cref="RequiredCosine"/> is where nothing else is set.</summary>
    internal const double DefaultRequiredCosine = 0.999;

    /// <summary>
    /// What to compute on. <see cref="ClipDevice.Auto"/>, the default, uses the best device that works and falls back
    /// to the processor; any other device either works or fails with the reason.
    /// </summary>
    public ClipDevice Device { get; set; }

    /// <summary>
    /// Threads for one inference, and the most that decode pictures for an index; at least 0, which uses one per
    /// physical core.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// The weights to use where a folder has several: <c>fp16</c>, <c>quantized</c>, <c>int8</c>, … as the suffix of
    /// their file, <c>fp32</c> for files without one; null uses those without one, else the least lossy. Each tower may
    /// have its own: <c>text=q4,image=fp16</c>, where a tower that is left out uses its default.
    /// </summary>
    public string? Variant { get; set; }

    /// <summary>
    /// Truncates embeddings to this many dimensions, for models trained so that the first ones matter most
    /// (Matryoshka); null keeps all. Vectors are scaled to unit length again, and an index of one dimension is not
    /// searched with another. At least 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? Dimensions
    {
        get;
        set
        {
            if (value is { } dimensions)
                ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// The arithmetic of the towers; null for the model's own, 32 bits. In 8 bits the towers run on the processor, and
    /// are measured before their first use: see <see cref="PrecisionReport"/> and
    /// <see cref="ClipModel.ProvePrecisionAsync"/>. An index in one precision is not searched with another.
    /// </summary>
    public ModelPrecision? Precision { get; set; }

    /// <summary>
    /// The mean cosine to the embeddings in 32 bits that a tower in 8 bits must reach, 0.99 to 1; otherwise the model
    /// is refused with what was measured.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 0.99 or more than 1.</exception>
    public double RequiredCosine
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, QuantizedTower.LeastMean);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = DefaultRequiredCosine;

    /// <summary>
    /// Called with each thing that the model's files lack without which embeddings are probably wrong: a line of plain
    /// text with the file to fetch, once per model, from any thread, when an encoder is first used; null for nothing.
    /// </summary>
    public Action<string>? FilesDoubted { get; set; }

    /// <summary>Called with each new report about a tower in 8 bits, from any thread; null for nothing.</summary>
    public Action<PrecisionReport>? PrecisionMeasured { get; set; }

    /// <summary>
    /// The name of a task whose instruction the model was trained to see before a text, as its configuration lists
    /// them, such as jina-clip's <c>retrieval.query</c>; null for the model's own default, usually none. It never
    /// applies to captions: see <see cref="TextEncoder.EncodeCaptions"/>.
    /// </summary>
    public string? Task { get; set; }

    /// <summary>
    /// The language of texts for models whose tokenizer marks it, such as NLLB-CLIP: a code of FLORES-200,
    /// <c>fra_Latn</c>; null for the tokenizer's own default.
    /// </summary>
    public string? Language { get; set; }

    /// <summary>
    /// The language of captions that are added to an index, likewise; null for that of the captions already in the
    /// index, else the tokenizer's own default. The captions of an index have one language; queries may have any.
    /// </summary>
    public string? CaptionLanguage { get; set; }

    /// <summary>
    /// What the user calls the model, which an index remembers; null for the full path of its folder, or of both
    /// folders, joined by a comma.
    /// </summary>
    public string? Reference { get; set; }

    /// <summary>
    /// The most bytes of weights to load for one tower, at least 1; null for what the machine has left.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public long? MemoryLimit
    {
        get;
        set
        {
            if (value is { } bytes)
                ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// The memory that pictures may take while they are read, decoded and encoded; null for
    /// <see cref="MemoryBudget.Default"/>.
    /// </summary>
    public MemoryBudget? Memory { get; set; }

    /// <summary>The size and time beyond which a picture is refused.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public PictureLimits PictureLimits
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = PictureLimits.Default;

    /// <summary>
    /// A tokenizer to use instead of the model's own, for a folder that has none; null for the model's own. It must
    /// have the vocabulary that the model was trained with. The special tokens around a text, the padding and the
    /// length still come from the model's files. The caller keeps it unchanged and thread-safe.
    /// </summary>
    public Tokenizer? Tokenizer { get; set; }

    /// <summary>Decodes picture files; null for the default decoder. The caller disposes it if necessary.</summary>
    public IPictureDecoder? PictureDecoder { get; set; }

    /// <summary>
    /// A folder for optimized graphs, so that the next process is ready sooner; null keeps none. Only the user may have
    /// permission to write to it. It can be deleted at any time.
    /// </summary>
    public string? CacheFolder { get; set; }

    /// <summary>
    /// The most bytes that all graphs in <see cref="CacheFolder"/> may take; at least 0. A new graph replaces those
    /// that have not been used for the longest time, and one that is larger than the limit is not kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long CacheLimit
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = GraphCacheContent.DefaultLimit;

    /// <summary>
    /// Whether only a few texts and pictures will be encoded: the first result is ready sooner, and many take longer.
    /// </summary>
    public bool FastStart { get; set; }

    /// <summary>
    /// Creates the logger of the model and of what searches with it, under the category <c>Clip</c>; null logs nothing.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The start of the path of the profiles that sessions write; null writes none.</summary>
    internal string? ProfilePrefix { get; set; }

    /// <summary>
    /// How many times as fast the second computation is as the first, which decides whether 8 bits pay.
    /// </summary>
    internal Func<Action, Action, double> SpeedRatio { get; set; } = PairedTiming.Ratio;

    /// <summary>Tells, and logs, what the model's files lack.</summary>
    internal void Doubt(string model, string problem)
    {
        FilesDoubted?.Invoke(problem);
        if (LoggerFactory is { } loggers)
            ClipLog.FilesDoubted(loggers.CreateLogger(ClipLog.Category), model, problem);
    }

    /// <summary>A copy, which later changes of these options do not reach.</summary>
    internal ClipModelOptions Clone() => (ClipModelOptions)MemberwiseClone();
}
