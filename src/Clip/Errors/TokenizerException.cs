namespace Clip;

/// <summary>
/// A tokenizer file cannot be used, or a text cannot be encoded. The message is one line with the file (or "text") as
/// its subject, the problem, and a remedy.
/// </summary>
public sealed class TokenizerException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public TokenizerException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }
}
