using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>Picks the vectors of pictures where a file has several tables or columns of numbers.</summary>
internal static class VectorChoice
{
    /// <summary>Boxes, colors and positions have fewer dimensions, and no model of pictures has.</summary>
    private const long FewestPlausible = 32;

    private static readonly string[] OfPictures = ["image", "img", "picture", "photo", "visual", "clip"];

    private static readonly string[] OfOthers = ["text", "txt", "caption", "title", "query", "face", "label", "ocr"];

    /// <summary>The place of the candidate that can only be meant; -1 where several could be.</summary>
    /// <param name="candidates">The name and the dimensions of each.</param>
    public static int Of(IReadOnlyList<(string Name, long Dimensions)> candidates)
    {
        if (candidates.Count == 1)
            return 0;
        int[] all = [.. Enumerable.Range(0, candidates.Count)];
        int[] plausible = [.. all.Where(i => candidates[i].Dimensions >= FewestPlausible)];
        var left = plausible.Length > 0 ? plausible : all;
        if (left.Length == 1)
            return left[0];
        var named = ColumnNames.Find([.. left.Select(i => candidates[i].Name)], RowKeys.Vectors);
        if (named >= 0)
            return left[named];
        int[] pictures = [.. left.Where(i => Holds(candidates[i].Name, OfPictures) && !IsOfOthers(i))];
        int[] others = [.. left.Where(i => !IsOfOthers(i))];
        return pictures.Length == 1 ? pictures[0] : others.Length == 1 ? others[0] : -1;

        bool IsOfOthers(int i) => Holds(candidates[i].Name, OfOthers);
    }

    private static bool Holds(string name, string[] words) =>
        words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
