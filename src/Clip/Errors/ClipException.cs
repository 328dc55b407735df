namespace Clip;

/// <summary>
/// Something the caller can act on went wrong with one input. The message is one line,
/// <c>subject: problem; remedy</c>, fit to be shown to a user as it stands.
/// </summary>
public class ClipException : Exception
{
    /// <summary>Describes what was wrong with which input, and what to do about it.</summary>
    /// <param name="subject">The input: a path, a URL, an option, or a text in quotes.</param>
    /// <param name="problem">What is wrong with it, without a full stop.</param>
    /// <param name="remedy">What the user can do, without a full stop; null where nothing useful can be said.</param>
    /// <param name="innerException">The cause, kept for debugging and never shown to a user.</param>
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

    /// <summary>Control characters in untrusted names could otherwise forge further lines or drive a terminal.</summary>
    private static string OneLine(string message) =>
        string.Create(message.Length, message, static (line, text) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
}
