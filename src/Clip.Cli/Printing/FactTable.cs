using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Writes named facts in two columns, their names in the user's language.</summary>
internal static class FactTable
{
    /// <summary>Writes one line per fact.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="width">The width of the column of names.</param>
    /// <param name="rows">Names and values; a value may hold anything, so it is made safe for a terminal.</param>
    public static void Write(Terminal terminal, int width, IEnumerable<(string Name, string Value)> rows)
    {
        foreach (var (name, value) in rows)
            terminal.Line($"{TextWidth.Pad(Texts.Of(name), width)} {Plain.OneLine(value)}");
    }
}
