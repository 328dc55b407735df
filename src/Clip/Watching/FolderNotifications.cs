using Clip.Files;

namespace Clip.Watching;

/// <summary>
/// Passes on what the operating system reports of a folder, and of the folders that links in it lead to.
/// </summary>
internal sealed class FolderNotifications : IDisposable
{
    // Of Windows, which loses what does not fit; more than this fails on network drives.
    private const int BufferSize = 64 << 10;

    // Not the time of the last access, which changes with every file that is indexed.
    private const NotifyFilters Filters = NotifyFilters.FileName | NotifyFilters.DirectoryName
        | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime | NotifyFilters.Attributes;

    private readonly IndexLocation _location;
    private readonly PendingChanges _pending;
    private readonly Action<Exception> _onError;
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private bool _isDisposed;

    /// <param name="location">The folder and its index.</param>
    /// <param name="pending">Receives what changed.</param>
    /// <param name="onError">
    /// Called if changes were lost (<see cref="InternalBufferOverflowException"/>) or can no longer be reported.
    /// </param>
    public FolderNotifications(IndexLocation location, PendingChanges pending, Action<Exception> onError)
    {
        _location = location;
        _pending = pending;
        _onError = onError;
    }

    /// <summary>
    /// Begins to report what changes in a folder; does nothing if that is reported already. A link that leads to
    /// another folder now is followed there.
    /// </summary>
    /// <param name="path">The folder's path relative to the root; empty for the root.</param>
    /// <param name="realPath">The folder without links.</param>
    /// <exception cref="IOException">The system cannot report it.</exception>
    public void Add(string path, string realPath)
    {
        lock (_turn)
        {
            if (_isDisposed)
                return;
            if (_watchers.TryGetValue(path, out var known))
            {
                // One that could not start, or that the system ended, is replaced too.
                if (known.Path == realPath && known.EnableRaisingEvents)
                    return;
                _watchers.Remove(path);
                known.Dispose();
            }
            var watcher = new FileSystemWatcher(realPath)
            {
                IncludeSubdirectories = true,
                InternalBufferSize = BufferSize,
                NotifyFilter = Filters,
            };
            watcher.Created += (_, change) => Appeared(PathIn(path, realPath, change.FullPath));
            watcher.Changed += (_, change) => Written(PathIn(path, realPath, change.FullPath));
            watcher.Deleted += (_, change) => Vanished(PathIn(path, realPath, change.FullPath));
            watcher.Renamed += (_, change) => Renamed(
                PathIn(path, realPath, change.OldFullPath), PathIn(path, realPath, change.FullPath));
            watcher.Error += (_, error) => _onError(error.GetException());
            _watchers[path] = watcher;
            // Inside the lock, so that nobody disposes of one that is being started.
            watcher.EnableRaisingEvents = true;
        }
    }

    public void Dispose()
    {
        List<FileSystemWatcher> watchers;
        lock (_turn)
        {
            _isDisposed = true;
            watchers = [.. _watchers.Values];
            _watchers.Clear();
        }
        watchers.ForEach(static watcher => watcher.Dispose());
    }

    private static string PathIn(string folder, string realFolder, string fullPath)
    {
        var path = RelativePath.Of(realFolder, fullPath);
        return path == "." ? folder : folder.Length == 0 ? path : $"{folder}/{path}";
    }

    private void Appeared(string path)
    {
        if (CanHavePictures(path))
            _pending.Add(path, isDeleted: false);
    }

    private void Renamed(string from, string to)
    {
        var isWanted = CanHavePictures(to);
        if (Concerns(from))
            _pending.AddMove(from, isWanted ? to : null);
        else if (isWanted)
            _pending.Add(to, isDeleted: false);
    }

    /// <summary>Whether something new is a folder, or a file of interest.</summary>
    private bool CanHavePictures(string path)
    {
        if (!Concerns(path))
            return false;
        if (HasWantedName(path))
            return true;
        var folder = new DirectoryInfo(_location.Full(path));
        if (!folder.Exists)
            return false;
        // Whether a walk enters a linked folder depends on the other links.
        if (folder.LinkTarget is not null)
            _pending.AddEverything();
        return folder.LinkTarget is null;
    }

    private void Written(string path)
    {
        if (Concerns(path) && HasWantedName(path))
            _pending.Add(path, isDeleted: false);
    }

    // Whether it was a folder cannot be seen any more.
    private void Vanished(string path)
    {
        if (Concerns(path))
            _pending.Add(path, isDeleted: true);
    }

    /// <summary>Whether a path can be of interest, by the names in it.</summary>
    private bool Concerns(string path)
    {
        if (path.Length == 0 || IsInIndex(path))
            return false;
        for (var start = 0; start >= 0 && start < path.Length; start = path.IndexOf('/', start) + 1)
        {
            if (FolderEntry.IsHidden(path.AsSpan(start)))
            {
                if (path.AsSpan(start).SequenceEqual(IgnoreFiles.Name))
                    _pending.AddEverything();
                return false;
            }
            if (path.IndexOf('/', start) < 0)
                break;
        }
        return true;
    }

    private bool IsInIndex(string path) =>
        _location.IsInsideRoot && RelativePath.IsWithin(path, _location.Relative(_location.Directory));

    private static bool HasWantedName(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return PictureFileName.HasPictureExtension(name) || Sidecar.HasName(name) || CaptionFileName.Is(name);
    }
}
