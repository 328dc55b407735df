namespace Clip;

/// <summary>
/// Vectors of another program cannot be read or written: the file is missing, damaged, or of another form.
/// </summary>
public sealed class InterchangeException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public InterchangeException(
        string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    /// <summary>Whether the file is damaged; otherwise it is of a form that is not read.</summary>
    internal bool IsDamage { get; private init; }

    /// <summary>A file ends too early, or contradicts itself.</summary>
    internal static InterchangeException Damaged(string path, string problem, Exception? cause = null) =>
        new(path, problem, "get the file again from the program that wrote it", cause) { IsDamage = true };
}
