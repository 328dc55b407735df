using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>Finds the paths among the lists of texts of an archive, such as labels and titles.</summary>
internal static class PathArray
{
    private static readonly string[] CertainNames =
        [.. RowKeys.CertainPaths.SelectMany(static name => (string[])[name, name + "s"])];

    private static readonly string[] OtherNames =
        [.. RowKeys.OtherNames.SelectMany(static name => (string[])[name, name + "s"])];

    /// <summary>The paths: by the array's name, by its values, or because nothing else could name the rows.</summary>
    /// <param name="arrays">The lists of texts that have as many as there are rows.</param>
    /// <param name="rows">The rows, which note the choice where there was one.</param>
    /// <returns>The paths; null where no list can be one.</returns>
    public static string[]? Choose(List<NpzMember> arrays, VectorRows rows)
    {
        if (arrays.Count == 0)
            return null;
        string[] names = [.. arrays.Select(static array => array.Name)];
        var place = ColumnNames.Find(names, CertainNames);
        if (place < 0)
            place = Array.FindIndex(names, static name => Holds(name, "path") || Holds(name, "file"));
        var texts = place < 0 ? null : arrays[place].Texts();
        if (texts is null)
        {
            // What a name does not tell, the values do.
            var values = arrays.ConvertAll(static array => array.Texts());
            place = values.FindIndex(static list => list.Count(RowPaths.IsLikely) * 2 > list.Length);
            if (place < 0)
                place = ColumnNames.Find(names, OtherNames);
            if (place < 0)
                place = values.FindIndex(static list => list.Distinct(StringComparer.Ordinal).Count() == list.Length);
            texts = place < 0 ? null : values[place];
        }

        if (texts is not null && arrays.Count > 1)
            rows.Note($"paths are read from the array {names[place]} ({ColumnNames.Show(names)} hold texts)");
        return texts;
    }

    private static bool Holds(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
