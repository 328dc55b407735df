namespace Clip;

/// <summary>
/// An error with one input that the caller can act on. The message is one line, <c>subject: problem; remedy</c>, which
/// can be shown to a user as it is.
/// </summary>
public class ClipException : Exception
{
    /// <summary>Creates an error from its three parts.</summary>
    /// <param name="subject">The input: a path, a URL, an option, or a text in quotes.</param>
    /// <param name="problem">What is wrong with it, without a period at the end.</param>
    /// <param name="remedy">
    /// What the user can do, without a period at the end; null if there is no useful advice.
    /// </param>
    /// <param name="innerException">The cause, for debugging; it is never shown to a user.</param>
    public ClipException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(OneLine(remedy is null ? $"{subject}: {problem}" : $"{subject}: {problem}; {remedy}"), innerException)
    {
        Subject = subject;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The input that is wrong: a path, a URL, an option, or a text in quotes.</summary>
    public string Subject { get; }

    /// <summary>What is wrong with the input.</summary>
    public string Problem { get; }

    /// <summary>What the user can do about it, or null.</summary>
    public string? Remedy { get; }

    /// <summary>
    /// Replaces control characters, because untrusted names could otherwise forge lines or control a terminal.
    /// </summary>
    private static string OneLine(string message) =>
        string.Create(message.Length, message, static (line, text) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
}
