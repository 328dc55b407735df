using System.Globalization;

namespace Clip.Benchmarks;

/// <summary>Writes the results as Markdown for a README or an issue.</summary>
internal sealed class Report(TextWriter output)
{
    public void Machine(IEnumerable<(string What, string Value)> facts)
    {
        output.WriteLine("# Benchmarks");
        output.WriteLine();
        foreach (var (what, value) in facts)
            output.WriteLine($"- {what}: {value}");
        output.WriteLine();
        Remark(
            "Alternatives run in turns, in the number of rounds given by the table. A ratio compares speeds within a "
            + "round; the median of all rounds is shown, and above 1 is faster.");
    }

    public void Section(ISection section)
    {
        output.WriteLine($"## {section.Name}: {section.Question}");
        output.WriteLine();
    }

    /// <summary>Writes a paragraph between tables.</summary>
    public void Remark(string text)
    {
        output.WriteLine(text);
        output.WriteLine();
    }

    /// <summary>Writes the results of a comparison, one row per alternative.</summary>
    /// <param name="title">What is compared.</param>
    /// <param name="unit">The unit of work per second, for example <c>GB/s</c>.</param>
    /// <param name="comparison">The measurements.</param>
    public void Table(string title, string unit, Comparison comparison)
    {
        var results = comparison.Results.ToList();
        Table(
            [$"{title}, {comparison.Rounds} rounds", "median", "min", "max", unit, $"ratio to {results[0].Name}"],
            results.Select(result => (string[])
            [
                result.Name,
                Time(result.Median), Time(result.Min), Time(result.Max), Number(result.Rate), Number(result.Ratio),
            ]));
    }

    /// <summary>Writes a table: the first column is left-aligned, the others are right-aligned.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(header).ToList();
        var widths = header.Select((_, column) => Math.Max(3, all.Max(row => row[column].Length))).ToList();
        Row(header, widths);
        var rules = widths.Select((width, column) => new string('-', width + 1) + (column == 0 ? "-" : ":"));
        output.WriteLine($"|{string.Join('|', rules)}|");
        foreach (var row in all.Skip(1))
            Row(row, widths);
        output.WriteLine();
    }

    /// <summary>A number with three significant digits, or without decimals from 100.</summary>
    public static string Number(double value) =>
        Math.Abs(value) >= 100
            ? value.ToString("N0", CultureInfo.InvariantCulture)
            : value.ToString(Math.Abs(value) >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);

    private static string Time(double seconds) => seconds switch
    {
        >= 1 => $"{Number(seconds)} s",
        >= 1e-3 => $"{Number(seconds * 1e3)} ms",
        _ => $"{Number(seconds * 1e6)} µs",
    };

    private void Row(IReadOnlyList<string> cells, List<int> widths)
    {
        var padded = cells.Select((cell, column) =>
            column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
        output.WriteLine($"| {string.Join(" | ", padded)} |");
    }
}
