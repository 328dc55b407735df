namespace Clip.Cli.Output;

/// <summary>Makes untrusted text safe for a terminal.</summary>
internal static class Plain
{
    /// <summary>
    /// Replaces control characters, which could control the terminal, fake further lines, or reverse text.
    /// </summary>
    public static string OneLine(string text)
    {
        if (IsSafe(text))
            return text;
        return string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = IsUnsafe(source[i]) ? '?' : source[i];
        });
    }

    /// <summary>Likewise, but keeps tabs and line ends.</summary>
    public static string Lines(string text) =>
        IsSafe(text) ? text : string.Concat(text.Select(static letter =>
            IsUnsafe(letter) && letter is not ('\t' or '\n') ? '?' : letter));

    /// <summary>Whether nothing in a text has to be replaced.</summary>
    public static bool IsSafe(string text) => !text.Any(IsUnsafe);

    private static bool IsUnsafe(char character) =>
        char.IsControl(character)
        || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
