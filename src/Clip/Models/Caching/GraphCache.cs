using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// Optimized graphs, saved so that a later process does not optimize them again: ONNX Runtime takes a second to prepare
/// ViT-B/32's text tower and a fraction of that to map a saved one. Everything in the folder can be deleted at any
/// time, and an entry is used only if it is exactly what was written.
/// </summary>
/// <remarks>
/// Each entry is a folder named by its <see cref="GraphCacheKey"/>. It is filled under another name and renamed when it
/// is complete, so that other processes never see a part of it. Thread-safe and safe between processes.
/// </remarks>
internal sealed class GraphCache
{
    /// <summary>Separates the key from the writer in the name of an incomplete entry.</summary>
    public const string Unfinished = ".unfinished-";

    // Long enough for the slowest machine to save the largest model.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(6);

    private readonly Lock _making = new();
    private readonly long _limit;
    private readonly bool _isTemporary;
    private volatile string? _folder;
    private Action? _deleteTemporary;

    private GraphCache(string? folder, long limit) =>
        (_folder, _limit, _isTemporary) = (folder, limit, folder is null);

    /// <summary>Names the calling thread among all processes.</summary>
    private static string Writer => $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";

    /// <summary>
    /// Opens the cache in a folder, and creates the folder; null where it cannot be used, as in a read-only home.
    /// </summary>
    /// <param name="folder">The folder; null for no cache.</param>
    /// <param name="limit">The most bytes of all entries together.</param>
    public static GraphCache? Open(string? folder, long limit = GraphCacheContent.DefaultLimit)
    {
        if (folder is null)
            return null;
        try
        {
            var info = new DirectoryInfo(folder);
            if (!info.Exists)
                CreatePrivate(info);
            info.Refresh();
            return IsPrivate(info) ? new GraphCache(info.FullName, limit) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// A cache of this process alone, in a folder that is made when something is saved; <see cref="DeleteTemporary"/>
    /// deletes it.
    /// </summary>
    public static GraphCache Temporary() => new(null, long.MaxValue);

    /// <summary>The folder; null for a cache of this process alone.</summary>
    public string? Location => _isTemporary ? null : _folder;

    /// <summary>Deletes the folder of a cache of this process alone; others stay.</summary>
    public void DeleteTemporary()
    {
        _deleteTemporary?.Invoke();
    }

    /// <summary>Whether entries of this size together are within the limit.</summary>
    public bool HasRoomFor(long bytes) => bytes <= _limit;

    /// <summary>The entry, not yet verified, or null.</summary>
    public CachedGraph? Find(GraphCacheKey key)
    {
        if (EntryOf(key) is not { } entry)
            return null;
        var found = CachedGraph.Open(entry);
        if (found is null)
            return null;
        GraphCacheEviction.MarkUsed(entry);
        DropExcess(Path.GetDirectoryName(entry)!, kept: entry); // the limit may have been lowered
        return found;
    }

    /// <summary>Reads what lies beside a saved graph; null where there is no such entry.</summary>
    public T? Peek<T>(GraphCacheKey key, Func<string, T?> read)
        where T : class
    {
        return EntryOf(key) is not { } entry || CachedGraph.Open(entry) is null ? null : read(entry);
    }

    /// <summary>
    /// Creates an entry: <paramref name="write"/> writes the graph to the path that it gets, in an empty folder.
    /// Nothing is kept where that fails, the disk is full, or the entry alone exceeds the limit. Others that have not
    /// been used for the longest time are dropped to make room.
    /// </summary>
    /// <returns>The result of <paramref name="write"/>.</returns>
    public T Save<T>(GraphCacheKey key, Func<string, T> write)
    {
        string folder, unfinished;
        try
        {
            folder = Folder();
            unfinished = Path.Combine(folder, key.Name + Unfinished + Writer);
            Directory.CreateDirectory(unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GraphCacheException(error);
        }
        try
        {
            var result = write(Path.Combine(unfinished, CachedGraph.GraphName));
            Finish(folder, key, unfinished);
            return result;
        }
        finally
        {
            Delete(unfinished);
        }
    }

    /// <summary>Deletes a damaged entry.</summary>
    public void Drop(GraphCacheKey key)
    {
        if (EntryOf(key) is { } entry)
            Discard(entry);
    }

    private string? EntryOf(GraphCacheKey key) => _folder is { } folder ? Path.Combine(folder, key.Name) : null;

    private string Folder()
    {
        lock (_making)
        {
            if (_folder is null)
            {
                var made = TemporaryFolder.Create("clip-graphs-");
                (_deleteTemporary, _folder) = (made.Dispose, made.Path);
            }
            return _folder;
        }
    }

    private void Finish(string folder, GraphCacheKey key, string unfinished)
    {
        try
        {
            CachedGraph.Seal(unfinished);
            if (GraphCacheEviction.BytesOf(unfinished) > _limit)
                return;
            var entry = Path.Combine(folder, key.Name);
            // A complete entry stays: another process may be reading it.
            if (CachedGraph.Open(entry) is not null)
                return;
            Discard(entry);
            Directory.Move(unfinished, entry);
            DropAbandoned(folder);
            DropExcess(folder, kept: entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or another process was faster. The session that was opened works without the entry.
        }
    }

    private void DropExcess(string folder, string kept)
    {
        foreach (var entry in GraphCacheEviction.Excess(GraphCacheContent.GraphsIn(folder), _limit, kept))
            Discard(entry);
    }

    private static void DropAbandoned(string cache)
    {
        foreach (var folder in new DirectoryInfo(cache).EnumerateDirectories($"*{Unfinished}*"))
        {
            if (FileStat.Of(folder.FullName) is { } stat
                && DateTime.UtcNow - new DateTime(stat.ModifiedUtcTicks, DateTimeKind.Utc) > AbandonedAfter)
            {
                Delete(folder.FullName);
            }
        }
    }

    private static void CreatePrivate(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
            folder.Create(); // a user's local data folder is private to the user already
        else
        {
            Directory.CreateDirectory(
                folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Graphs are code, so that a folder that others may write to is refused.</summary>
    private static bool IsPrivate(DirectoryInfo folder) =>
        OperatingSystem.IsWindows()
        || (folder.UnixFileMode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    // A folder is deleted file by file, and another process may create the entry meanwhile, so it is renamed first.
    private static void Discard(string entry)
    {
        var aside = $"{entry}{Unfinished}{Writer}-dropped";
        try
        {
            Directory.Move(entry, aside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return; // not there, or in use on Windows
        }
        Delete(aside);
    }

    /// <summary>Deletes an entry where that is possible.</summary>
    internal static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there, or in use on Windows; saving the next entry tries again.
        }
    }
}

/// <summary>The cache cannot be written; the caller continues without it.</summary>
internal sealed class GraphCacheException(Exception cause) : Exception("the cache cannot be written", cause);
