namespace Clip;

/// <summary>
/// A picture cannot be used: it is missing, unreadable, not a picture, damaged, beyond the limits, or the model
/// computes no usable embedding of it. <see cref="ClipException.Subject"/> is its path, or the name it was given.
/// </summary>
public sealed class PictureException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public PictureException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    /// <summary>Why, where that decides what to do.</summary>
    public PictureFault Fault { get; internal init; }

    /// <summary>The memory that decoding it takes, in bytes, where the budget does not allow it; else 0.</summary>
    public long NeededBytes { get; internal init; }

    internal static PictureException NoEmbedding(string picture) => new(
        picture, "gets an embedding from this model that is not finite or zero",
        "try another variant of the model, or the processor")
    {
        Fault = PictureFault.NoEmbedding,
    };
}
