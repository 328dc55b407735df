namespace Clip.Files.Placing;

/// <summary>
/// Which pictures have the same name but for its extension, as a raw file and its JPEG have. Lists each folder once.
/// </summary>
internal sealed class Namesakes
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0 };

    private readonly Dictionary<string, Dictionary<string, int>> _folders = [];
    private readonly Dictionary<(string From, string To), int> _together = [];

    /// <param name="planned">The pictures that get another place.</param>
    public Namesakes(IEnumerable<PlacedFile> planned)
    {
        foreach (var key in planned.Select(KeyOf))
            _together[key] = _together.GetValueOrDefault(key) + 1;
    }

    /// <summary>Whether one in the folder of a picture is not to go to the same place as the picture.</summary>
    public bool Stay(PlacedFile picture) =>
        In(picture.From).GetValueOrDefault(StemOf(picture.From)) > _together.GetValueOrDefault(KeyOf(picture));

    /// <summary>Notes that a picture has its place.</summary>
    public void Note(PlacedFile picture)
    {
        _together[KeyOf(picture)]--;
        if (picture.Action == SortAction.Move && _folders.TryGetValue(FolderOf(picture.From), out var counts))
            counts[StemOf(picture.From)] = counts.GetValueOrDefault(StemOf(picture.From)) - 1;
    }

    private static (string From, string To) KeyOf(PlacedFile picture) =>
        (Path.ChangeExtension(picture.From, null), Path.ChangeExtension(picture.To, null));

    private static string FolderOf(string picture) => Path.GetDirectoryName(picture)!;

    private static string StemOf(string picture) => Path.GetFileNameWithoutExtension(picture);

    private Dictionary<string, int> In(string picture)
    {
        if (_folders.TryGetValue(FolderOf(picture), out var counts))
            return counts;
        _folders[FolderOf(picture)] = counts = new Dictionary<string, int>(Sidecar.NameComparer);
        foreach (var file in Directory.EnumerateFiles(FolderOf(picture), "*", All))
        {
            if (PictureFileName.HasPictureExtension(file))
                counts[StemOf(file)] = counts.GetValueOrDefault(StemOf(file)) + 1;
        }
        return counts;
    }
}
