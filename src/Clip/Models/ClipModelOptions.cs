using Clip.Images;

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

    /// <summary>Which weights to take where a folder has several: <c>fp16</c>, <c>quantized</c>, <c>int8</c>, …; null takes the plain ones.</summary>
    public string? Variant { get; init; }

    /// <summary>What a picture may cost before it is refused.</summary>
    public PictureLimits PictureLimits { get; init; } = PictureLimits.Default;

    /// <summary>
    /// A folder for optimised graphs, so that the next process is ready sooner; null keeps none. The user's own, for nobody
    /// else may write to it. Safe to delete.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Whether only a few texts and pictures are to be encoded: the first answer comes sooner, and many would take longer.
    /// </summary>
    public bool Once { get; init; }
}
