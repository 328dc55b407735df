using System.Text;
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
        var content = InterchangeFile.Read(path);
        if (content.AsSpan().StartsWith("PGDMP"u8))
        {
            throw new InterchangeException(
                path, "is a dump in PostgreSQL's own format, which only its programs read",
                "dump the data in plain text");
        }

        var tables = DumpTables.Read(Encoding.UTF8.GetString(LenientJson.ToUtf8(content).Span));
        var rows = new VectorRows(path, "PostgreSQL dump");
        var candidates = DumpVectors.All(tables);
        if (DumpVectors.Choose(candidates, tables) is not { } vectors)
        {
            throw new InterchangeException(
                path,
                candidates.Count == 0
                    ? $"holds no table with vectors (tables: {ColumnNames.Show(tables.Select(static one => one.Name))})"
                    : $"holds several columns of vectors ({Names(candidates)})",
                "dump the data of the table with the pictures' vectors in plain text");
        }

        if (candidates.Count > 1)
            rows.Note($"vectors are read from {vectors.Name} ({Names(candidates)} have some)");
        var paths = DumpPaths.Of(vectors, tables) ?? throw new InterchangeException(
            path, $"holds vectors in {vectors.Table.Name}, but no table with the paths of its rows",
            "dump both tables");
        if (paths.Key < 0)
            ReadOwn(vectors, paths, rows);
        else
            ReadJoined(vectors, paths, rows);
        NameCuts(vectors.Table, paths.Table, rows);
        return rows.Build();
    }

    private static void ReadOwn(DumpVectors vectors, DumpPaths paths, VectorRows rows)
    {
        foreach (var (line, values) in vectors.Table.Rows)
            Add(rows, line, DumpTable.At(values, paths.Column), DumpTable.At(values, vectors.Column));
    }

    /// <summary>Reads rows whose paths are in another table; those that are deleted there are left out.</summary>
    private static void ReadJoined(DumpVectors vectors, DumpPaths others, VectorRows rows)
    {
        var id = others.Table.Find("id");
        var deleted = others.Table.Find("deletedAt");
        Dictionary<string, (string? Path, bool IsDeleted)> paths = new(StringComparer.Ordinal);
        foreach (var (_, values) in others.Table.Rows)
        {
            if (DumpTable.At(values, id) is { } name)
            {
                paths[name] = (
                    DumpTable.At(values, others.Column), deleted >= 0 && DumpTable.At(values, deleted) is not null);
            }
        }

        HashSet<string> withVector = new(StringComparer.Ordinal);
        foreach (var (line, values) in vectors.Table.Rows)
        {
            var name = DumpTable.At(values, others.Key);
            if (name is null || !paths.TryGetValue(name, out var found))
            {
                rows.Skip(VectorRows.LineName(line), name, $"no row in {others.Table.Name}");
                continue;
            }

            withVector.Add(name);
            if (found.IsDeleted)
                rows.Skip(VectorRows.LineName(line), found.Path, "deletedAt is set");
            else
                Add(rows, line, found.Path, DumpTable.At(values, vectors.Column));
        }

        foreach (var (line, values) in others.Table.Rows)
        {
            if (DumpTable.At(values, id) is { } name && !withVector.Contains(name))
            {
                rows.Skip(
                    VectorRows.LineName(line), DumpTable.At(values, others.Column),
                    $"no row in {vectors.Table.Name}");
            }
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
            rows.Skip(name, path, VectorText.Problem(text));
    }

    private static void NameCuts(DumpTable vectors, DumpTable paths, VectorRows rows)
    {
        foreach (var table in vectors == paths ? (DumpTable[])[vectors] : [vectors, paths])
        {
            if (!table.IsCut)
                continue;
            rows.Note(
                $"is cut: it ends within the rows of {table.Name}, and what would follow is missing; dump it again");
            if (table.CutRow is { } line)
                rows.Skip(VectorRows.LineName(line), null, "the file ends in it");
        }
    }

    private static string Names(IEnumerable<DumpVectors> vectors) =>
        ColumnNames.Show(vectors.Select(static one => one.Name));
}
