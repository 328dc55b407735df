namespace Clip.Cli.Options;

/// <summary>The order in which results are shown.</summary>
/// <param name="Files">The order of their files; null for that of their ranks.</param>
/// <param name="IsReversed">Whether the ranks are shown from the last to the first.</param>
internal sealed record ResultOrder(PictureOrder? Files, bool IsReversed)
{
    private static readonly Dictionary<string, PictureProperty?> Keys = new()
    {
        ["score"] = null,
        ["date"] = PictureProperty.Date,
        ["path"] = PictureProperty.Path,
        ["size"] = PictureProperty.Size,
        ["pixels"] = PictureProperty.Pixels,
    };

    /// <summary>The words that name an order; each may have a minus before it.</summary>
    public static string[] Words { get; } = [.. Keys.Keys, .. Keys.Keys.Select(static key => "-" + key)];

    /// <summary>The order that a word names, or null.</summary>
    public static ResultOrder? Parse(string word)
    {
        var isReversed = word.StartsWith('-');
        if (!Keys.TryGetValue(isReversed ? word[1..] : word, out var key))
            return null;
        return new ResultOrder(key is { } property ? new PictureOrder(property, isReversed) : null, isReversed);
    }

    /// <summary>The pictures, whose files are known, in this order.</summary>
    public IEnumerable<FoundPicture> Sort(IReadOnlyList<FoundPicture> pictures) =>
        Files is not null ? Files.Sort(pictures, static picture => (picture.Location, picture.File!))
        : IsReversed ? pictures.Reverse()
        : pictures;
}
