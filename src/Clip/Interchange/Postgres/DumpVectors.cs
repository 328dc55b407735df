using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Postgres;

/// <summary>The column of a dump that holds the vectors of pictures.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Column">Its place there.</param>
/// <param name="Dimensions">The length of its first vector.</param>
internal sealed record DumpVectors(DumpTable Table, int Column, int Dimensions)
{
    /// <summary>The table and the column.</summary>
    public string Name => $"{Table.Name}.{Table.Columns[Column]}";

    /// <summary>The columns with vectors.</summary>
    public static List<DumpVectors> All(List<DumpTable> tables)
    {
        List<DumpVectors> found = [];
        foreach (var table in tables)
        {
            for (var column = 0; column < table.Columns.Length; column++)
            {
                var place = column;
                var first = table.Rows.Select(row => DumpTable.At(row.Values, place)).OfType<string>().FirstOrDefault();
                if (first is not null && VectorText.Parse(first) is { Length: > 1 } vector)
                    found.Add(new DumpVectors(table, column, vector.Length));
            }
        }

        return found;
    }

    /// <summary>The column that can only be meant; null where several could be.</summary>
    /// <param name="candidates">The columns with vectors.</param>
    /// <param name="tables">All tables.</param>
    public static DumpVectors? Choose(List<DumpVectors> candidates, List<DumpTable> tables)
    {
        // Vectors of faces or texts name rows of tables without paths.
        var withPaths = candidates.FindAll(one => DumpPaths.Of(one, tables) is not null);
        if (withPaths.Count > 0)
            candidates = withPaths;
        List<DumpVectors> best = [];
        foreach (var table in candidates.GroupBy(static one => one.Table))
        {
            List<DumpVectors> columns = [.. table];
            var column = VectorChoice.Of(
                [.. columns.Select(static one => (one.Table.Columns[one.Column], (long)one.Dimensions))]);
            if (column < 0)
                return null;
            best.Add(columns[column]);
        }

        var place = VectorChoice.Of([.. best.Select(static one => (one.Name, (long)one.Dimensions))]);
        return place < 0 ? null : best[place];
    }
}

/// <summary>The column of a dump that holds the paths of a table's rows.</summary>
/// <param name="Table">Its table; that of the vectors, or another one.</param>
/// <param name="Column">Its place there.</param>
/// <param name="Key">The column of the table of vectors that has the other table's <c>id</c>; -1 for the same table.
/// </param>
internal sealed record DumpPaths(DumpTable Table, int Column, int Key)
{
    /// <summary>The paths of a column's rows; null where the dump has none.</summary>
    public static DumpPaths? Of(DumpVectors vectors, List<DumpTable> tables)
    {
        var table = vectors.Table;
        if (ColumnNames.Find(table.Columns, RowKeys.CertainPaths) is >= 0 and var own)
            return new DumpPaths(table, own, Key: -1);
        if (Join(vectors, tables) is { } other)
            return other;
        if (table.Rows.Count == 0)
            return null;
        var likely = Array.FindIndex(table.Rows[0].Values, static value =>
            value is not null && !VectorText.Is(value) && RowPaths.IsLikely(value));
        return likely < 0 ? null : new DumpPaths(table, likely, Key: -1);
    }

    private static DumpPaths? Join(DumpVectors vectors, List<DumpTable> tables)
    {
        var rows = vectors.Table.Rows;
        foreach (var others in tables)
        {
            var (id, path) = (others.Find("id"), ColumnNames.Find(others.Columns, RowKeys.CertainPaths));
            if (others == vectors.Table || id < 0 || path < 0)
                continue;
            var ids = others.Rows.Select(row => DumpTable.At(row.Values, id)).ToHashSet(StringComparer.Ordinal);
            for (var key = 0; key < vectors.Table.Columns.Length; key++)
            {
                var column = key;
                if (key != vectors.Column
                    && rows.Exists(row => DumpTable.At(row.Values, column) is { } name && ids.Contains(name)))
                {
                    return new DumpPaths(others, path, key);
                }
            }
        }

        return null;
    }
}
