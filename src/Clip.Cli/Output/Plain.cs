namespace Clip.Cli.Output;

/// <summary>Makes untrusted text safe for a terminal.</summary>
internal static class Plain
{
    /// <summary>Replaces control characters, which could drive the terminal or forge further lines.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        return string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
