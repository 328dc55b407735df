namespace Clip;

/// <summary>
/// A picture cannot be used: it is missing, unreadable, not a picture, damaged, or beyond the limits.
/// <see cref="ClipException.Subject"/> is its path, or the name it was given.
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
}
