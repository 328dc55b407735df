using System.Text;

namespace Clip.Interchange.Postgres;

/// <summary>
/// Reads the tables of a plain dump: the rows that <c>COPY … FROM stdin</c> and <c>INSERT INTO</c> would load.
/// </summary>
internal sealed class DumpTables(string text)
{
    private readonly List<DumpTable> _tables = [];
    private readonly Dictionary<string, string[]> _columns = new(StringComparer.Ordinal);
    private int _position;
    private long _line = 1;

    public static List<DumpTable> Read(string text) => new DumpTables(text).Read();

    private List<DumpTable> Read()
    {
        while (_position < text.Length)
        {
            var line = Peek(out _, out _);
            if (line.StartsWith("COPY ", StringComparison.OrdinalIgnoreCase)
                && line.EndsWith(" FROM stdin;", StringComparison.OrdinalIgnoreCase))
            {
                ReadCopy(line);
            }
            else if (line.StartsWith("CREATE TABLE ", StringComparison.OrdinalIgnoreCase))
            {
                var (name, columns) = SqlStatement.TableColumns(text, _position);
                _columns[name] = columns;
                Advance();
            }
            else if (line.TrimStart().StartsWith("INSERT INTO ", StringComparison.OrdinalIgnoreCase))
            {
                ReadInsert();
            }
            else
            {
                Advance();
            }
        }

        return _tables;
    }

    private void ReadCopy(string header)
    {
        Advance();
        var (open, close) = (header.IndexOf('(', StringComparison.Ordinal), header.LastIndexOf(')'));
        var name = DumpTable.Unqualified(header.AsSpan(5, (open < 0 ? header.Length - 12 : open) - 5));
        var columns = open < 0 || close < open
            ? _columns.GetValueOrDefault(name, [])
            : [.. header[(open + 1)..close].Split(',').Select(static column => DumpTable.Unqualified(column))];
        var table = new DumpTable(name, columns, []) { IsCut = true };
        _tables.Add(table);
        while (_position < text.Length)
        {
            var line = Peek(out var number, out var isComplete);
            if (line == "\\.")
            {
                table.IsCut = false;
                Advance();
                return;
            }

            Advance();
            if (isComplete)
                table.Rows.Add((number, Array.ConvertAll(line.Split('\t'), Unescape)));
            else
                table.CutRow = number;
        }
    }

    /// <summary>Reads a statement; the rows of all statements of a table are one table.</summary>
    private void ReadInsert()
    {
        var statement = new SqlStatement(text, _position, _line);
        var rows = statement.ReadRows(out var name, out var columns);
        columns ??= _columns.GetValueOrDefault(name)
            ?? [.. Enumerable.Range(1, rows.Count > 0 ? rows[0].Values.Length : 0).Select(static i => $"{i}")];
        var table = _tables.Find(table => table.Name == name && table.Columns.AsSpan().SequenceEqual(columns));
        if (table is null)
            _tables.Add(table = new DumpTable(name, columns, []));
        table.Rows.AddRange(rows);
        if (statement.CutRow is { } cut)
            (table.IsCut, table.CutRow) = (true, cut);
        (_position, _line) = (statement.Position, statement.Line);
        Advance();
    }

    /// <summary>The rest of the line, which <see cref="Advance"/> passes.</summary>
    private string Peek(out long number, out bool isComplete)
    {
        number = _line;
        var end = text.IndexOf('\n', _position);
        isComplete = end >= 0;
        return text[_position..(end < 0 ? text.Length : end)].TrimEnd('\r');
    }

    private void Advance()
    {
        var end = text.IndexOf('\n', _position);
        _position = end < 0 ? text.Length : end + 1;
        _line++;
    }

    private static string? Unescape(string value)
    {
        if (value == "\\N")
            return null;
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
            {
                text.Append(value[i]);
                continue;
            }

            i++;
            text.Append(value[i] switch
            {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'v' => '\v',
                var other => other,
            });
        }

        return text.ToString();
    }
}
