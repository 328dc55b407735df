namespace Clip.Interchange.Parquet;

/// <summary>A row of a column of lists.</summary>
/// <param name="Items">The items; null where the list itself is null.</param>
/// <param name="HasNull">Whether an item is null, which is then left out.</param>
internal readonly record struct RowList<T>(List<T>? Items, bool HasNull);

/// <summary>Reads columns as one value or list for each row.</summary>
internal static class RowLists
{
    /// <summary>The vectors of a column.</summary>
    public static IEnumerable<RowList<float>> Vectors(ParquetFile file, ParquetColumn column) =>
        Lists(file, column, static values => values.Numbers);

    /// <summary>The lists of texts of a column.</summary>
    public static IEnumerable<RowList<string>> TextLists(ParquetFile file, ParquetColumn column) =>
        Lists(file, column, static values => values.Texts);

    /// <summary>The texts of a column; null where there is none.</summary>
    public static IEnumerable<string?> Texts(ParquetFile file, ParquetColumn column)
    {
        foreach (var group in file.RowGroups)
        {
            foreach (var page in new ColumnPages(file, column).Read(group))
            {
                var next = 0;
                for (var i = 0; i < page.Count; i++)
                {
                    var isThere = page.Definitions.Length == 0 || page.Definitions[i] == column.MaxDefinition;
                    yield return isThere ? page.Values.Texts[next++] : null;
                }
            }
        }
    }

    private static IEnumerable<RowList<T>> Lists<T>(
        ParquetFile file, ParquetColumn column, Func<ColumnValues, T[]> valuesOf)
    {
        foreach (var group in file.RowGroups)
        {
            RowList<T>? row = null;
            foreach (var page in new ColumnPages(file, column).Read(group))
            {
                var (values, next) = (valuesOf(page.Values), 0);
                for (var i = 0; i < page.Count; i++)
                {
                    var definition = page.Definitions.Length == 0 ? column.MaxDefinition : page.Definitions[i];
                    if (page.Repetitions[i] == 0)
                    {
                        if (row is { } complete)
                            yield return complete;
                        // One level below that of an item, a list is there but empty.
                        row = new RowList<T>(definition >= column.ListDefinition - 1 ? [] : null, false);
                    }

                    if (row is not { Items: { } items })
                        continue;
                    if (definition == column.MaxDefinition)
                        items.Add(values[next++]);
                    else if (definition >= column.ListDefinition)
                        row = row.Value with { HasNull = true };
                }
            }

            if (row is { } last)
                yield return last;
        }
    }
}
