namespace Clip.Metadata;

/// <summary>The texts that a picture's file or its sidecar holds about it.</summary>
/// <param name="Titles">Titles and headlines.</param>
/// <param name="Descriptions">Descriptions and comments.</param>
/// <param name="Keywords">Keywords, hierarchical ones level by level, and names of persons.</param>
internal sealed record PictureTexts(
    IReadOnlyList<string> Titles, IReadOnlyList<string> Descriptions, IReadOnlyList<string> Keywords)
{
    /// <summary>No texts.</summary>
    public static PictureTexts None { get; } = new([], [], []);

    /// <summary>All texts in the order of their kinds, without duplicates.</summary>
    public IEnumerable<string> All =>
        Titles.Concat(Descriptions).Concat(Keywords).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The texts of these, and of other ones those of the kinds that these lack.</summary>
    public PictureTexts Over(PictureTexts other) => new(
        Titles.Count > 0 ? Titles : other.Titles,
        Descriptions.Count > 0 ? Descriptions : other.Descriptions,
        Keywords.Count > 0 ? Keywords : other.Keywords);
}
