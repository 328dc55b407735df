using System.Text;

namespace Clip.Interchange.Postgres;

/// <summary>A table of a dump: the rows that <c>COPY … FROM stdin</c> would load.</summary>
/// <param name="Name">The name, without its schema.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The line of each row, and its values; null for null.</param>
internal sealed record CopyTable(string Name, string[] Columns, List<(long Line, string?[] Values)> Rows)
{
    public int Find(string column) => Array.IndexOf(Columns, column);

    /// <summary>Reads the tables of a dump.</summary>
    public static List<CopyTable> ReadAll(IEnumerable<string> lines)
    {
        List<CopyTable> tables = [];
        CopyTable? table = null;
        long number = 0;
        foreach (var line in lines)
        {
            number++;
            if (table is null)
            {
                table = Header(line);
                if (table is not null)
                    tables.Add(table);
            }
            else if (line == "\\.")
            {
                table = null;
            }
            else
            {
                table.Rows.Add((number, Array.ConvertAll(line.Split('\t'), Unescape)));
            }
        }

        return tables;
    }

    /// <summary>Reads <c>COPY public.asset (id, "originalPath") FROM stdin;</c>.</summary>
    private static CopyTable? Header(string line)
    {
        if (!line.StartsWith("COPY ", StringComparison.Ordinal)
            || !line.EndsWith(" FROM stdin;", StringComparison.Ordinal))
        {
            return null;
        }

        var (open, close) = (line.IndexOf('(', StringComparison.Ordinal), line.LastIndexOf(')'));
        if (open < 0 || close < open)
            return null;
        var name = line["COPY ".Length..open].Trim();
        name = name[(name.LastIndexOf('.') + 1)..].Trim('"');
        var columns = line[(open + 1)..close].Split(',').Select(static column => column.Trim().Trim('"'));
        return new CopyTable(name, [.. columns], []);
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
