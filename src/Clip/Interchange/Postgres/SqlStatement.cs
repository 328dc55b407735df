using System.Text;

namespace Clip.Interchange.Postgres;

/// <summary>
/// Reads the two statements of a dump that hold rows and columns. Nothing is run, and what is no literal is text.
/// </summary>
internal sealed class SqlStatement(string text, int position, long line)
{
    private static readonly string[] NoColumns =
        ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "LIKE"];

    /// <summary>Where the statement ends.</summary>
    public int Position { get; private set; } = position;

    /// <summary>The line, from 1, in which it ends.</summary>
    public long Line { get; private set; } = line;

    /// <summary>The line of the row in which the text ends; null where the statement is complete.</summary>
    public long? CutRow { get; private set; }

    /// <summary>The name and the columns that <c>CREATE TABLE</c> gives a table.</summary>
    public static (string Name, string[] Columns) TableColumns(string text, int position)
    {
        var open = text.IndexOf('(', position);
        if (open < 0)
            return ("", []);
        var name = text.AsSpan(position, open - position).Trim();
        var statement = new SqlStatement(text, open + 1, 1);
        List<string> columns = [];
        while (statement.Position < text.Length)
        {
            statement.SkipSpace();
            var start = statement.Position;
            statement.SkipValue();
            var part = text.AsSpan(start, statement.Position - start).Trim();
            var end = part is ['"', ..] ? part[1..].IndexOf('"') + 2 : part.IndexOfAny(" \t\r\n");
            var column = end > 0 ? part[..end].ToString() : part.ToString();
            if (column.Length > 0 && !NoColumns.Contains(column, StringComparer.OrdinalIgnoreCase))
                columns.Add(column.Trim('"'));
            if (statement.Next() != ',')
                break;
        }

        return (DumpTable.Unqualified(name[(name.LastIndexOf(' ') + 1)..]), [.. columns]);
    }

    /// <summary>Reads <c>INSERT INTO table (columns) VALUES (…), (…);</c>.</summary>
    /// <param name="name">The table.</param>
    /// <param name="columns">The columns; null where the statement does not name them.</param>
    public List<(long Line, string?[] Values)> ReadRows(out string name, out string[]? columns)
    {
        SkipSpace();
        Position = Math.Min(text.Length, Position + "INSERT INTO ".Length);
        var values = text.IndexOf("VALUES", Position, StringComparison.OrdinalIgnoreCase);
        var head = text.AsSpan(Position, (values < 0 ? text.Length : values) - Position);
        var (open, close) = (head.IndexOf('('), head.LastIndexOf(')'));
        name = DumpTable.Unqualified(head[..(open < 0 ? HeadLength(head) : open)]);
        columns = open < 0 || close < open
            ? null
            : [.. head[(open + 1)..close].ToString().Split(',').Select(static one => DumpTable.Unqualified(one))];
        List<(long Line, string?[] Values)> rows = [];
        Move(values < 0 ? text.Length : values + "VALUES".Length);
        do
        {
            SkipSpace();
            var start = Line;
            if (Next() != '(')
                break;
            List<string?> row = [];
            var next = ',';
            while (next == ',')
            {
                row.Add(Value());
                next = Next();
            }

            if (next != ')')
            {
                CutRow = start;
                return rows;
            }

            rows.Add((start, [.. row]));
            SkipSpace();
        }
        while (Next() == ',');
        if (Position >= text.Length && text.AsSpan().TrimEnd() is not [.., ';'])
            CutRow ??= rows.Count == 0 ? Line : null;
        return rows;
    }

    // A name without columns may have OVERRIDING SYSTEM VALUE behind it.
    private static int HeadLength(ReadOnlySpan<char> head) =>
        head.IndexOf(" OVERRIDING", StringComparison.OrdinalIgnoreCase) is >= 0 and var end ? end : head.Length;

    /// <summary>A literal; null for null.</summary>
    private string? Value()
    {
        SkipSpace();
        var start = Position;
        var isEscaped = Position < text.Length && text[Position] is 'E' or 'e';
        if (isEscaped && text.AsSpan(Position + 1) is ['\'', ..])
            Position++;
        if (Position < text.Length && text[Position] == '\'')
        {
            var value = Literal(isEscaped);
            // A cast may follow.
            SkipValue();
            return value;
        }

        SkipValue();
        var plain = text[start..Position].Trim();
        if (plain.StartsWith("ARRAY[", StringComparison.OrdinalIgnoreCase))
            plain = plain["ARRAY".Length..(plain.LastIndexOf(']') + 1)];
        return plain.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : plain;
    }

    private string Literal(bool isEscaped)
    {
        var value = new StringBuilder();
        for (Position++; Position < text.Length; Position++)
        {
            var letter = text[Position];
            if (letter == '\'')
            {
                Position++;
                if (Position >= text.Length || text[Position] != '\'')
                    break;
            }
            else if (letter == '\\' && isEscaped && Position + 1 < text.Length)
            {
                letter = text[++Position] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    var other => other,
                };
            }

            Line += text[Position] == '\n' ? 1 : 0;
            value.Append(letter);
        }

        return value.ToString();
    }

    /// <summary>Moves to the comma or the bracket that ends a value.</summary>
    private void SkipValue()
    {
        for (var depth = 0; Position < text.Length; Position++)
        {
            var letter = text[Position];
            if (depth == 0 && letter is ',' or ')' or ';')
                return;
            if (letter is '(' or '[')
                depth++;
            else if (letter is ')' or ']')
                depth--;
            else if (letter == '\n')
                Line++;
        }
    }

    private char Next() => Position < text.Length ? text[Position++] : '\0';

    private void SkipSpace()
    {
        var end = Position;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        Move(end);
    }

    private void Move(int end)
    {
        Line += text.AsSpan(Position, end - Position).Count('\n');
        Position = end;
    }
}
