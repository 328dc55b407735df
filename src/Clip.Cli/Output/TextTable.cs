using Clip.Cli.Languages;

namespace Clip.Cli.Output;

/// <summary>
/// A table in columns under their names, as wide as their cells are. On a terminal that is too narrow for all of them,
/// columns are left out, the least important ones first, because lines that a terminal breaks cannot be read.
/// </summary>
/// <param name="header">The names of the columns, in English.</param>
/// <param name="numbers">Those that are aligned at their right end.</param>
/// <param name="spare">Those that may be left out, the first one first.</param>
/// <param name="cut">One of them whose cells are cut first; null for none.</param>
internal sealed class TextTable(string[] header, string[] numbers, string[] spare, string? cut = null)
{
    private const string Gap = "  ";

    /// <summary>What a cell that is cut has at least.</summary>
    private const int LeastCutWidth = 30;

    /// <summary>Writes the table.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="rows">The cells of each row, without control characters.</param>
    /// <returns>The names of the columns that are left out, in English.</returns>
    public IReadOnlyList<string> Write(Terminal terminal, IReadOnlyList<string[]> rows)
    {
        var lines = Lines(rows, terminal.Width, out var left);
        foreach (var line in lines)
            terminal.Line(line);
        return left;
    }

    /// <summary>The lines for a width; null for any.</summary>
    internal IEnumerable<string> Lines(IReadOnlyList<string[]> rows, int? width, out IReadOnlyList<string> left)
    {
        string[][] all = [[.. header.Select(Texts.Of)], .. rows];
        var widths = header.Select((_, column) => all.Max(row => TextWidth.Of(row[column]))).ToArray();
        List<int> columns = [.. Enumerable.Range(0, header.Length)];
        List<string> without = [];
        foreach (var name in spare)
        {
            var excess = columns.Sum(column => widths[column] + Gap.Length) - Gap.Length - (width ?? int.MaxValue);
            if (excess <= 0)
                break;
            var column = Array.IndexOf(header, name);
            if (name == cut && widths[column] - excess >= LeastCutWidth)
            {
                widths[column] -= excess;
                break;
            }
            columns.Remove(column);
            without.Add(name);
        }
        left = without;
        return all.Select(row => string.Join(
            Gap, columns.Select(column => numbers.Contains(header[column])
                ? TextWidth.PadLeft(row[column], widths[column])
                : TextWidth.Pad(TextWidth.Fit(row[column], widths[column]), widths[column]))).TrimEnd());
    }
}
