using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Parquet;

/// <summary>Reads vectors, paths and captions from the columns of a Parquet file.</summary>
internal static class ParquetReader
{
    public static VectorTable Read(string path)
    {
        var file = ParquetFile.Open(InterchangeFile.Read(path), path);
        var rows = new VectorRows(path, "Parquet") { Model = file.Metadata.GetValueOrDefault("model") };
        try
        {
            var vectors = Choose(file, rows);
            var paths = TextColumn(file, RowKeys.Paths);
            rows.HasPaths = paths is not null;
            ReadRows(file, vectors, paths, rows);
        }
        catch (InvalidDataException error)
        {
            throw InterchangeException.Damaged(path, $"is damaged ({error.Message})", error);
        }

        return rows.Build();
    }

    /// <summary>Reads the paths and captions of a file without vectors.</summary>
    /// <exception cref="InterchangeException">The file is damaged, or has no column of paths.</exception>
    public static List<RowNames> ReadNames(string path)
    {
        var file = ParquetFile.Open(InterchangeFile.Read(path), path);
        var paths = TextColumn(file, RowKeys.Paths) ?? throw new InterchangeException(
            path, $"has no column of paths (columns: {Names(file.Columns)})", "name it image_path");
        try
        {
            return [.. RowLists.Texts(file, paths).Zip(
                CaptionsOf(file), static (name, captions) => new RowNames(name, captions))];
        }
        catch (InvalidDataException error)
        {
            throw InterchangeException.Damaged(path, $"is damaged ({error.Message})", error);
        }
    }

    private static void ReadRows(ParquetFile file, ParquetColumn vectors, ParquetColumn? paths, VectorRows rows)
    {
        using var names = (paths is null ? Numbers() : RowLists.Texts(file, paths)).GetEnumerator();
        using var captions = CaptionsOf(file).GetEnumerator();
        var number = 0;
        foreach (var vector in RowLists.Vectors(file, vectors))
        {
            var row = VectorRows.RowName(number++);
            if (!names.MoveNext() || !captions.MoveNext())
                throw new InvalidDataException("columns with different numbers of rows");
            if (vector.Items is null)
                rows.Skip(row, names.Current, "no vector (null)");
            else if (vector.HasNull)
                rows.Skip(row, names.Current, "a null inside the list");
            else if (vector.Items.Count == 0)
                rows.Skip(row, names.Current, "empty list");
            else if (names.Current is null)
                rows.Skip(row, null, "no path (null)");
            else
                rows.Add(row, names.Current, vector.Items.ToArray(), captions.Current);
        }
    }

    private static ParquetColumn Choose(ParquetFile file, VectorRows rows)
    {
        var candidates = file.Columns.FindAll(static column => column.IsVector);
        if (candidates.Count == 1)
            return candidates[0];
        if (candidates.Count == 0)
        {
            throw new InterchangeException(
                file.Path, $"has no column of lists of numbers (columns: {Names(file.Columns)})",
                "write each vector as a list in one column");
        }

        var place = VectorChoice.Of([.. candidates.Select(column => (column.Name, WidthOf(file, column)))]);
        if (place < 0)
        {
            throw new InterchangeException(
                file.Path, $"has several columns of vectors ({Names(candidates)})", "name the right one embedding");
        }

        var chosen = candidates[place];
        rows.Note($"vectors are read from the column {chosen.Name} ({Names(candidates)} have some)");
        return chosen;
    }

    /// <summary>The length of a column's first list; the column does not say it.</summary>
    private static long WidthOf(ParquetFile file, ParquetColumn column) =>
        RowLists.Vectors(file, column).Select(static row => row.Items?.Count ?? 0).FirstOrDefault(static n => n > 0);

    private static ParquetColumn? TextColumn(ParquetFile file, string[] names)
    {
        var columns = file.Columns.FindAll(static column => column.IsText && column.Path.Length == 1);
        var place = ColumnNames.Find([.. columns.Select(static column => column.Name)], names);
        return place < 0 ? null : columns[place];
    }

    private static IEnumerable<IReadOnlyList<string>> CaptionsOf(ParquetFile file)
    {
        var lists = file.Columns.FindAll(static column => column.IsTexts);
        if (ColumnNames.Find([.. lists.Select(static column => column.Name)], RowKeys.Captions) is >= 0 and var place)
        {
            return RowLists.TextLists(file, lists[place])
                .Select(static list => (IReadOnlyList<string>)(list.Items ?? []));
        }

        return TextColumn(file, RowKeys.Captions) is { } column
            ? RowLists.Texts(file, column).Select(static text => (IReadOnlyList<string>)(text is null ? [] : [text]))
            : Enumerable.Repeat((IReadOnlyList<string>)[], int.MaxValue);
    }

    private static IEnumerable<string?> Numbers()
    {
        for (var i = 0L; ; i++)
            yield return VectorRows.Number(i);
    }

    private static string Names(IEnumerable<ParquetColumn> columns) =>
        ColumnNames.Show(columns.Select(static column => column.Name));
}
