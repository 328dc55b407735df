using System.Text;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Postgres;

/// <summary>
/// Reads the vectors of a plain dump of PostgreSQL with pgvector: a table with paths and vectors, or, as in Immich, a
/// table with vectors whose rows name those of a table with paths.
/// </summary>
internal static class PostgresDumpReader
{
    public static VectorTable Read(string path)
    {
        var tables = CopyTable.ReadAll(Lines(path));
        var rows = new VectorRows(path, "PostgreSQL dump");
        var vectors = tables.Select(static table => (Table: table, Column: VectorColumn(table)))
            .Where(static found => found.Column >= 0).ToList();
        if (vectors.Count != 1)
        {
            throw new InterchangeException(
                path,
                vectors.Count == 0
                    ? $"holds no table with vectors (tables: {Names(tables)})"
                    : $"holds several tables with vectors ({Names(vectors.Select(static found => found.Table))})",
                "dump the data of the table with the pictures' vectors in plain text");
        }

        var (table, vectorColumn) = vectors[0];
        if (PathColumn(table) is >= 0 and var own)
        {
            foreach (var (line, values) in table.Rows)
                Add(rows, line, At(values, own), At(values, vectorColumn));
            return rows.Build();
        }

        var (key, others, pathColumn) = Join(table, vectorColumn, tables) ?? throw new InterchangeException(
            path, $"holds vectors in {table.Name}, but no table with the paths of its rows",
            "dump both tables");
        ReadJoined(table, vectorColumn, key, others, pathColumn, rows);
        return rows.Build();
    }

    /// <summary>Reads rows whose paths are in another table; those that are deleted there are left out.</summary>
    private static void ReadJoined(
        CopyTable table, int vectorColumn, int key, CopyTable others, int pathColumn, VectorRows rows)
    {
        var id = others.Find("id");
        var deleted = others.Find("deletedAt");
        Dictionary<string, (string? Path, bool IsDeleted)> paths = new(StringComparer.Ordinal);
        foreach (var (_, values) in others.Rows)
        {
            if (At(values, id) is { } name)
                paths[name] = (At(values, pathColumn), deleted >= 0 && At(values, deleted) is not null);
        }

        HashSet<string> withVector = new(StringComparer.Ordinal);
        foreach (var (line, values) in table.Rows)
        {
            var name = At(values, key);
            if (name is null || !paths.TryGetValue(name, out var found))
            {
                rows.Skip(VectorRows.LineName(line), name, $"no row in {others.Name}");
                continue;
            }

            withVector.Add(name);
            if (found.IsDeleted)
                rows.Skip(VectorRows.LineName(line), found.Path, "deletedAt is set");
            else
                Add(rows, line, found.Path, At(values, vectorColumn));
        }

        foreach (var (line, values) in others.Rows)
        {
            if (At(values, id) is { } name && !withVector.Contains(name))
                rows.Skip(VectorRows.LineName(line), At(values, pathColumn), $"no row in {table.Name}");
        }
    }

    private static void Add(VectorRows rows, long line, string? path, string? text)
    {
        var name = VectorRows.LineName(line);
        if (text is null)
            rows.Skip(name, path, "no vector (null)");
        else if (VectorText.Parse(text) is { } vector)
            rows.Add(name, path, vector);
        else
            rows.Skip(name, path, "no vector");
    }

    /// <summary>The column that names the rows of a table with paths, and that table.</summary>
    private static (int Key, CopyTable Others, int PathColumn)? Join(
        CopyTable table, int vectorColumn, List<CopyTable> tables)
    {
        foreach (var others in tables)
        {
            var (id, path) = (others.Find("id"), PathColumn(others));
            if (others == table || id < 0 || path < 0)
                continue;

            var ids = others.Rows.Select(row => At(row.Values, id)).ToHashSet(StringComparer.Ordinal);
            for (var key = 0; key < table.Columns.Length; key++)
            {
                var column = key;
                if (key != vectorColumn
                    && table.Rows.Exists(row => At(row.Values, column) is { } name && ids.Contains(name)))
                {
                    return (key, others, path);
                }
            }
        }

        return null;
    }

    private static int VectorColumn(CopyTable table)
    {
        for (var column = 0; column < table.Columns.Length; column++)
        {
            var place = column;
            var first = table.Rows.Select(row => At(row.Values, place)).OfType<string>().FirstOrDefault();
            if (first is not null && VectorText.Is(first) && VectorText.Parse(first) is { Length: > 1 })
                return column;
        }

        return -1;
    }

    private static int PathColumn(CopyTable table)
    {
        foreach (var name in RowKeys.Paths)
        {
            if (name is not ("id" or "key" or "name") && table.Find(name) is >= 0 and var column)
                return column;
        }

        return -1;
    }

    private static string? At(string?[] values, int column) =>
        column >= 0 && column < values.Length ? values[column] : null;

    private static string Names(IEnumerable<CopyTable> tables)
    {
        var names = string.Join(", ", tables.Take(8).Select(static table => table.Name));
        return names.Length == 0 ? "none" : names;
    }

    private static IEnumerable<string> Lines(string path)
    {
        var text = Encoding.UTF8.GetString(InterchangeFile.Read(path));
        foreach (var line in text.Split('\n'))
            yield return line.TrimEnd('\r');
    }
}
