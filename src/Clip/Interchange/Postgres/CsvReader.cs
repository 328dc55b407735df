using System.Text;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Postgres;

/// <summary>
/// Reads a table of values that commas, semicolons or tabs separate, in which vectors stand as pgvector or NumPy write
/// them. A header names the columns; without one, their values tell them.
/// </summary>
internal static class CsvReader
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    public static VectorTable Read(string path)
    {
        var text = Encoding.UTF8.GetString(LenientJson.ToUtf8(InterchangeFile.Read(path)).Span);
        if (string.IsNullOrWhiteSpace(text))
            throw InterchangeException.Damaged(path, "is empty");
        var separator = SeparatorOf(text);
        var records = new CsvRecords(text, separator);
        var header = records.Read(out _)!;
        var (vectors, paths, captions) = Columns(header, records.Read(out _) ?? []);
        records = new CsvRecords(text, separator);
        if (!header.Exists(VectorText.Is))
            records.Read(out _);
        if (vectors < 0)
        {
            throw new InterchangeException(
                path, $"has no column of vectors (columns: {ColumnNames.Show(header)})",
                "name it embedding, and write vectors as [0.1,0.2]");
        }

        return ReadRows(records, vectors, paths, captions, path);
    }

    private static VectorTable ReadRows(CsvRecords records, int vectors, int paths, int captions, string path)
    {
        var rows = new VectorRows(path, "CSV") { HasPaths = paths >= 0 };
        var number = 0L;
        while (records.Read(out var line) is { } values)
        {
            var name = VectorRows.LineName(line);
            var id = paths >= 0 ? At(values, paths) : VectorRows.Number(number);
            number++;
            if (At(values, vectors) is not { Length: > 0 } text)
                rows.Skip(name, id, "no vector");
            else if (VectorText.Parse(text) is { } vector)
                rows.Add(name, id, vector, At(values, captions) is { Length: > 0 } caption ? [caption] : []);
            else
                rows.Skip(name, id, VectorText.Problem(text));
        }

        return rows.Build();
    }

    /// <summary>
    /// The separator that makes out a column of vectors in the first record, by its name or its value; otherwise the
    /// one that occurs most in the first line.
    /// </summary>
    private static char SeparatorOf(string text)
    {
        foreach (var separator in Separators)
        {
            var first = new CsvRecords(text, separator).Read(out _)!;
            if (first.Count > 1 && (ColumnNames.Find(first, RowKeys.Vectors) >= 0 || first.Exists(VectorText.Is)))
                return separator;
        }

        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        var (most, best) = (0, ',');
        foreach (var separator in Separators)
        {
            if (line.Count(separator) > most)
                (most, best) = (line.Count(separator), separator);
        }

        return best;
    }

    /// <summary>The columns, by their names or else by the values of the first row.</summary>
    private static (int Vectors, int Paths, int Captions) Columns(List<string> header, List<string> row)
    {
        var isHeader = !header.Exists(VectorText.Is);
        List<string> names = isHeader ? header : [];
        row = isHeader ? row : header;
        var vectors = ColumnNames.Find(names, RowKeys.Vectors);
        if (vectors < 0)
            vectors = VectorByValue(names, row);
        var captions = ColumnNames.Find(names, RowKeys.Captions);
        var paths = ColumnNames.Find(names, RowKeys.CertainPaths);
        for (var column = 0; paths < 0 && column < row.Count; column++)
        {
            if (column != vectors && column != captions && RowPaths.IsLikely(row[column]))
                paths = column;
        }

        if (paths < 0)
            paths = isHeader ? ColumnNames.Find(names, RowKeys.OtherNames) : vectors == 0 ? 1 : 0;
        return (vectors, paths, captions);
    }

    private static int VectorByValue(List<string> names, List<string> row)
    {
        List<(int Column, string Name, long Dimensions)> found = [];
        for (var column = 0; column < row.Count; column++)
        {
            if (VectorText.Parse(row[column]) is { Length: > 1 } vector)
                found.Add((column, column < names.Count ? names[column] : "", vector.Length));
        }

        var place = found.Count == 0
            ? -1
            : VectorChoice.Of([.. found.Select(static one => (one.Name, one.Dimensions))]);
        return place < 0 ? -1 : found[place].Column;
    }

    private static string? At(List<string> values, int column) =>
        column >= 0 && column < values.Count ? values[column] : null;
}
