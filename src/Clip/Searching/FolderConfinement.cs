using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// What an index holds of files outside a folder, to which links in the folder lead: for callers that must not read or
/// name such files. Computed once for each state of the index, and again after <see cref="Forget"/>. Of the file system
/// only the folders with pictures are read, and only where they changed. Thread-safe.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="open">Opens its index, which is there.</param>
internal sealed class FolderConfinement(SearchedFolder folder, Func<PictureIndex> open)
{
    private readonly Lock _turn = new();
    private readonly LeadingOut _links = new(folder);
    private LeftOutFiles? _leftOut;
    private DateTime? _state;
    private int _version;

    /// <summary>What is left out; null for nothing.</summary>
    public LeftOutFiles? LeftOut
    {
        get
        {
            // What a database says of pictures is filled by machines that have other paths.
            if (folder.Location.Store is not null || !PictureIndex.Exists(folder.Location))
                return null;
            lock (_turn)
            {
                using var snapshot = open().TakeSnapshot();
                if (_state == snapshot.UpdatedUtc)
                    return _leftOut;
                var leftOut = LeftOutFiles.In(snapshot, folder, _links);
                _state = snapshot.UpdatedUtc;
                // The filter of before, whose pictures are known.
                if (_leftOut is null || leftOut?.IsSame(_leftOut) != true)
                    (_leftOut, _version) = (leftOut, _version + 1);
                return _leftOut;
            }
        }
    }

    /// <summary>Changes when something else is left out than before.</summary>
    public int Version => LeftOut is null ? 0 : Volatile.Read(ref _version);

    /// <summary>Whether a link with this real path stays in the folder.</summary>
    public bool Allows(string realPath) => _links.Root is { } root && RealPath.IsWithin(realPath, root);

    /// <summary>Looks at the links again with the next call: they may have changed without the index.</summary>
    public void Forget()
    {
        lock (_turn)
        {
            _links.Forget();
            _state = null;
        }
    }
}

/// <summary>The files of an index that are left out.</summary>
/// <param name="Paths">The links that lead out.</param>
/// <param name="Kept">How many files in the folder are not left out.</param>
/// <param name="Filter">Selects the pictures of the folder that are not left out.</param>
internal sealed record LeftOutFiles(LeftOutPaths Paths, long Kept, PictureFilter Filter)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsSame(LeftOutFiles other) => Kept == other.Kept && Paths.SetEquals(other.Paths);

    /// <summary>What is left out of a folder; null for nothing.</summary>
    public static LeftOutFiles? In(IndexSnapshot index, SearchedFolder folder, LeadingOut links)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var kept = 0L;
        links.Begin();
        foreach (var path in index.Paths())
        {
            if (!PictureFileAccess.IsIn(folder, path))
                continue;
            if (links.Of(path) is { } link)
                found.Add(link);
            else
                kept++;
        }
        if (found.Count == 0)
            return null;
        var paths = new LeftOutPaths(found);
        return new LeftOutFiles(paths, kept, new PictureFilter { Folder = folder.Folder, LeftOut = paths });
    }
}
