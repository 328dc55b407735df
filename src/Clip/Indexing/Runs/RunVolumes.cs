using Clip.Files;

namespace Clip.Indexing.Runs;

/// <summary>
/// The volumes that the files of a run lie on, by the folder at which each begins. An index inside its folder cannot
/// outlive that folder's own volume, so only those that are mounted below count there.
/// </summary>
internal sealed class RunVolumes(IndexLocation location)
{
    private readonly Dictionary<ulong, string?> _folders = [];
    private (ulong Device, bool IsKnown) _last;

    /// <summary>Each folder, relative to the root, at which a volume begins, and which volume it is.</summary>
    public IEnumerable<(string Path, string Identity)> All()
    {
        foreach (var folder in _folders.Values.OfType<string>())
        {
            if (VolumeIdentity.Of(location.Full(folder)) is { } identity)
                yield return (folder, identity);
        }
    }

    /// <summary>Takes note of a file's volume.</summary>
    public void Add(PictureFile file)
    {
        if (_last.IsKnown && _last.Device == file.Device)
            return;
        _last = (file.Device, true);
        if (!_folders.ContainsKey(file.Device))
            _folders.Add(file.Device, FirstFolder(file));
    }

    /// <summary>
    /// The highest folder on a file's volume, or null if none counts. A link may lead to a file of another volume.
    /// </summary>
    private string? FirstFolder(PictureFile file)
    {
        string? first = null;
        for (var folder = ParentOf(file.Path); folder is not null; folder = ParentOf(folder))
        {
            if (FileStat.Of(location.Full(folder))?.Device != file.Device)
                return first;
            first = folder;
        }
        return location.IsInsideRoot ? null : first;
    }

    private static string? ParentOf(string path) =>
        path.Length == 0 ? null : path[..Math.Max(0, path.LastIndexOf('/'))];
}
