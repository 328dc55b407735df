using System.Text;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Postgres;

/// <summary>
/// Reads a table of comma-separated values with a header, in which vectors stand as pgvector writes them.
/// </summary>
internal static class CsvReader
{
    public static VectorTable Read(string path)
    {
        var records = Records(Encoding.UTF8.GetString(InterchangeFile.Read(path)).TrimStart('\uFEFF')).GetEnumerator();
        using (records)
        {
            var rows = new VectorRows(path, "CSV");
            if (!records.MoveNext())
                throw InterchangeException.Damaged(path, "is empty");
            var header = records.Current.Values;
            var paths = Find(header, RowKeys.Paths);
            var vectors = Find(header, RowKeys.Vectors);
            if (vectors is null)
            {
                throw new InterchangeException(
                    path, $"has no column of vectors (columns: {string.Join(", ", header.Take(20))})",
                    "name it embedding, and write vectors as [0.1,0.2]");
            }

            rows.HasPaths = paths is not null;
            var captions = Find(header, RowKeys.Captions);
            var number = 0L;
            while (records.MoveNext())
            {
                var (line, values) = records.Current;
                var name = VectorRows.LineName(line);
                var id = paths is { } column ? At(values, column) : VectorRows.Number(number);
                number++;
                if (At(values, vectors.Value) is not { Length: > 0 } text)
                    rows.Skip(name, id, "no vector");
                else if (VectorText.Parse(text) is { } vector)
                    rows.Add(name, id, vector, CaptionsAt(values, captions));
                else
                    rows.Skip(name, id, "no vector");
            }

            return rows.Build();
        }
    }

    private static int? Find(List<string> header, string[] names)
    {
        foreach (var name in names)
        {
            if (header.IndexOf(name) is >= 0 and var column)
                return column;
        }

        return null;
    }

    private static string? At(List<string> values, int column) => column < values.Count ? values[column] : null;

    private static List<string> CaptionsAt(List<string> values, int? column) =>
        column is { } place && At(values, place) is { Length: > 0 } caption ? [caption] : [];

    /// <summary>The records and the line, from 1, in which each begins. Source: RFC 4180.</summary>
    private static IEnumerable<(long Line, List<string> Values)> Records(string text)
    {
        var (position, line) = (0, 1L);
        while (position < text.Length)
        {
            var begin = line;
            List<string> values = [];
            while (true)
            {
                values.Add(Field(text, ref position, ref line));
                if (position < text.Length && text[position] == ',')
                {
                    position++;
                    continue;
                }

                break;
            }

            while (position < text.Length && text[position] is ('\r' or '\n'))
                line += text[position++] == '\n' ? 1 : 0;
            yield return (begin, values);
        }
    }

    private static string Field(string text, ref int position, ref long line)
    {
        if (position >= text.Length || text[position] != '"')
        {
            var end = text.AsSpan(position).IndexOfAny(",\r\n");
            var plain = end < 0 ? text[position..] : text.Substring(position, end);
            position += plain.Length;
            return plain;
        }

        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] == '"')
            {
                position++;
                if (position >= text.Length || text[position] != '"')
                    break;
            }

            line += text[position] == '\n' ? 1 : 0;
            value.Append(text[position]);
        }

        // What stands between the closing quote and the comma belongs to no field.
        while (position < text.Length && text[position] is not (',' or '\r' or '\n'))
            position++;
        return value.ToString();
    }
}
