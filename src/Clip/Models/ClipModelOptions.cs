using Clip.Images;
using Clip.Images.Decoding;

namespace Clip.Models;

/// <summary>How a model is opened.</summary>
public sealed record ClipModelOptions
{
    /// <summary>
    /// <c>auto</c> takes the best device there is and falls back to the processor; <c>cpu</c>, <c>cuda</c>,
    /// <c>directml</c>, <c>coreml</c>, … either works or fails with the reason.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads for one inference; 0 takes one for each physical core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Which weights to take where a folder has several: <c>fp16</c>, <c>quantized</c>, <c>int8</c>, … as the suffix of their
    /// file, <c>fp32</c> for files without one; null takes those without one, else the least lossy. For each tower its own:
    /// <c>text=q4,image=fp16</c>, where a tower that is left out takes the usual one.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>
    /// The length to cut embeddings to, for models trained so that their first numbers say most (Matryoshka); null keeps all.
    /// Vectors are brought to unit length again, and an index of one length is not searched with another.
    /// </summary>
    public int? Dimensions { get; init; }

    /// <summary>
    /// The name of a task whose instruction the model was trained to see before a text, as its configuration lists them,
    /// such as jina-clip's <c>retrieval.query</c>; null for the model's own default, which is mostly none. Captions never have
    /// it: see <see cref="TextEncoder.EncodeCaptions"/>.
    /// </summary>
    public string? Task { get; init; }

    /// <summary>
    /// The language of texts for models whose tokenizer marks it, such as NLLB-CLIP: a code of FLORES-200, <c>fra_Latn</c>;
    /// null for the tokenizer's own default.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>
    /// The language of the captions that an index is given, likewise; null for that of the captions which the index has, else
    /// the tokenizer's own default. Captions of one index are in one language, and queries may be in any.
    /// </summary>
    public string? CaptionLanguage { get; init; }

    /// <summary>The most bytes of weights to load for one tower; null for what the machine has left.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>What a picture may cost before it is refused.</summary>
    public PictureLimits PictureLimits { get; init; } = PictureLimits.Default;

    /// <summary>Decodes picture files; null for the default decoder. The caller disposes it, if it needs that.</summary>
    public IPictureDecoder? PictureDecoder { get; init; }

    /// <summary>
    /// A folder for optimised graphs, so that the next process is ready sooner; null keeps none. The user's own, for nobody
    /// else may write to it. Safe to delete.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Whether only a few texts and pictures are to be encoded: the first answer comes sooner, and many would take longer.
    /// </summary>
    public bool Once { get; init; }

    /// <summary>Where sessions write what each node of a graph does and on what, as the beginning of a file's path; or null.</summary>
    internal string? ProfilePrefix { get; init; }
}
