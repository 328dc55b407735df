using System.Diagnostics;
using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// What an index holds of files outside a folder, to which links in the folder lead: for callers that must not read or
/// name such files. Computed once for each state of the index, and again after <see cref="Forget"/>. Of the file system
/// only the folders with pictures are read, and only where they changed. Thread-safe.
/// </summary>
/// <remarks>
/// A database may change many times a second, and naming all its files may take seconds. It is asked for no more than a
/// twentieth of the time, and meanwhile what was found before holds. Where this machine does not have the folder,
/// nothing is known of its links, and nothing more is left out.
/// </remarks>
/// <param name="folder">The folder.</param>
/// <param name="open">Opens its index, which is there.</param>
internal sealed class FolderConfinement(SearchedFolder folder, Func<PictureIndex> open)
{
    private const int Rest = 20;

    private readonly Lock _turn = new();
    private readonly LeadingOut _links = new(folder);
    private LeftOutFiles? _leftOut;
    private DateTime? _state;
    private int _version;
    private long _next;

    /// <summary>What is left out; null for nothing.</summary>
    public LeftOutFiles? LeftOut
    {
        get
        {
            if (folder.Location.Store is not null)
                return OfStore();
            lock (_turn)
                return Look();
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

    private LeftOutFiles? OfStore()
    {
        var next = Volatile.Read(ref _next);
        // Only the first answer is waited for.
        if (Stopwatch.GetTimestamp() < next || !_turn.TryEnter(next == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero))
            return Volatile.Read(ref _leftOut);
        try
        {
            var began = Stopwatch.GetTimestamp();
            if (began < _next)
                return _leftOut;
            var leftOut = Look();
            var ended = Stopwatch.GetTimestamp();
            Volatile.Write(ref _next, ended + (Rest * (ended - began)));
            return leftOut;
        }
        finally
        {
            _turn.Exit();
        }
    }

    private LeftOutFiles? Look()
    {
        if (!Directory.Exists(folder.Location.Full(folder.Folder)) || !PictureIndex.Exists(folder.Location))
            return _leftOut;
        using var snapshot = open().TakeSnapshot();
        var state = snapshot.UpdatedUtc;
        if (_state == state)
            return _leftOut;
        var leftOut = LeftOutFiles.In(snapshot, folder, _links);
        _state = state;
        // The filter of before, whose pictures are known.
        if (_leftOut is null || leftOut?.IsSame(_leftOut) != true)
        {
            Volatile.Write(ref _leftOut, leftOut);
            Interlocked.Increment(ref _version);
        }
        return _leftOut;
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
        HashSet<string> files = new(StringComparer.Ordinal), folders = new(StringComparer.Ordinal);
        var kept = 0L;
        links.Begin();
        foreach (var path in index.Paths())
        {
            if (!PictureFileAccess.IsIn(folder, path))
                continue;
            if (links.Of(path) is not { } link)
                kept++;
            else if (link.Length == path.Length)
                files.Add(link);
            else
                folders.Add(link);
        }
        if (files.Count + folders.Count == 0)
            return null;
        var paths = new LeftOutPaths(files, folders);
        return new LeftOutFiles(paths, kept, new PictureFilter { Folder = folder.Folder, LeftOut = paths });
    }
}
