namespace Clip;

/// <summary>
/// A tokenizer file cannot be used, or a text cannot be encoded. The message is one line that names the file (or the
/// text), what is wrong with it, and what can be done about it.
/// </summary>
public sealed class TokenizerException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public TokenizerException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }
}
