using System.Text;
using System.Text.RegularExpressions;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Writes named facts in two columns, their names in the user's language.</summary>
internal static partial class FactTable
{
    // Narrower values are not broken by us: a line of a word or two is no better than what the terminal does.
    private const int LeastValueWidth = 20;

    // No value holds it.
    private const char Joined = '\0';

    /// <summary>Writes a line per fact; on a terminal, long values go on below, under their beginning.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="width">The width of the column of names.</param>
    /// <param name="rows">Names and values; a value may hold anything, so it is made safe for a terminal.</param>
    public static void Write(Terminal terminal, int width, IEnumerable<(string Name, string Value)> rows)
    {
        foreach (var (name, value) in rows)
            terminal.Line(Lines(TextWidth.Pad(Texts.Of(name), width) + " ", Plain.OneLine(value), terminal.Width));
    }

    internal static string Lines(string start, string value, int? columns)
    {
        var indent = TextWidth.Of(start);
        if (columns is not { } most || indent + LeastValueWidth > most || indent + TextWidth.Of(value) <= most)
            return start + value;
        var text = new StringBuilder();
        // A command is copied from the screen, so it stays in one piece, which the terminal may break.
        var parts = Command().Replace(value, static command => command.Value.Replace(' ', Joined));
        WrappedText.Append(text, start, parts, indent, most);
        return text.ToString().Replace(Joined, ' ').TrimEnd('\n');
    }

    [GeneratedRegex("clipsearch [^,;，；。)）]*[^,;，；。)） ]")]
    private static partial Regex Command();
}
