namespace Clip;

/// <summary>Why a picture cannot be used, where the remedy depends on the user interface.</summary>
public enum PictureFault
{
    /// <summary>A reason that the message says in full.</summary>
    Other,

    /// <summary>The picture is fine, but the model computes no usable embedding of it.</summary>
    NoEmbedding,
}

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

    /// <summary>Why.</summary>
    public PictureFault Fault { get; private init; }

    internal static PictureException NoEmbedding(string picture) => new(
        picture, "gets an embedding from this model that is not finite or zero",
        "try another variant of the model, or the processor")
    {
        Fault = PictureFault.NoEmbedding,
    };
}
