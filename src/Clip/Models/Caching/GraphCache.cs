namespace Clip.Models.Caching;

/// <summary>
/// Optimised graphs, saved so that a later process need not optimise them again: ONNX Runtime takes a second to prepare
/// ViT-B/32's text tower and a fraction of that to map what it prepared before. Everything in here can be deleted at any
/// time; nothing in here is used unless it is exactly what was written.
/// </summary>
/// <remarks>
/// Each entry is a folder named by its <see cref="GraphCacheKey"/>. It is filled under another name and renamed when it is
/// whole, so other processes see it complete or not at all. Thread-safe and safe between processes.
/// </remarks>
internal sealed class GraphCache
{
    /// <summary>What stands between the key and the writer in the name of an entry that is not whole yet.</summary>
    public const string Unfinished = ".unfinished-";

    // Long enough for the slowest machine to save the largest model.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    private readonly string _folder;

    private GraphCache(string folder) => _folder = folder;

    /// <summary>The cache in a folder, which is made; null where it cannot be used, for example in a read-only home.</summary>
    public static GraphCache? Open(string? folder)
    {
        if (folder is null)
            return null;
        try
        {
            var info = new DirectoryInfo(folder);
            if (!info.Exists)
                MakePrivate(info);
            info.Refresh();
            return IsOurs(info) ? new GraphCache(info.FullName) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The entry, not yet verified, or null.</summary>
    public CachedGraph? Find(GraphCacheKey key) => CachedGraph.Open(Path.Combine(_folder, key.Name));

    /// <summary>
    /// Makes an entry: <paramref name="write"/> fills an empty folder with a graph of the name given. Nothing is kept where
    /// that fails or the disk is full.
    /// </summary>
    /// <returns>What <paramref name="write"/> gave.</returns>
    public T Save<T>(GraphCacheKey key, Func<string, T> write)
    {
        var unfinished = Path.Combine(_folder, $"{key.Name}{Unfinished}{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        try
        {
            Directory.CreateDirectory(unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GraphCacheException(error);
        }
        try
        {
            var result = write(Path.Combine(unfinished, CachedGraph.GraphName));
            Finish(key, unfinished);
            return result;
        }
        finally
        {
            Delete(unfinished);
        }
    }

    /// <summary>Drops an entry that turned out not to be what was written.</summary>
    public void Drop(GraphCacheKey key) => Discard(Path.Combine(_folder, key.Name));

    private void Finish(GraphCacheKey key, string unfinished)
    {
        try
        {
            CachedGraph.Seal(unfinished);
            var entry = Path.Combine(_folder, key.Name);
            // One that is whole stays: somebody may be reading it.
            if (CachedGraph.Open(entry) is not null)
                return;
            Discard(entry);
            Directory.Move(unfinished, entry);
            DropAbandoned();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or another process was faster: the session at hand works all the same.
        }
    }

    private void DropAbandoned()
    {
        foreach (var folder in new DirectoryInfo(_folder).EnumerateDirectories($"*{Unfinished}*"))
        {
            if (DateTime.UtcNow - folder.LastWriteTimeUtc > Abandoned)
                Delete(folder.FullName);
        }
    }

    private static void MakePrivate(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
            folder.Create(); // a user's local data folder is private to the user already
        else
            Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Graphs are code: a folder that others may write to could hold theirs.</summary>
    private static bool IsOurs(DirectoryInfo folder) =>
        OperatingSystem.IsWindows() || (folder.UnixFileMode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    // A folder is deleted file by file, and somebody may put a new one under its name meanwhile, so the name is freed first.
    private static void Discard(string entry)
    {
        var aside = $"{entry}{Unfinished}{Environment.ProcessId}-{Environment.CurrentManagedThreadId}-dropped";
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

    /// <summary>Deletes an entry, if it can be.</summary>
    internal static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there, or in use on Windows; it is looked at again when the next entry is saved.
        }
    }
}

/// <summary>The cache cannot be written; the caller goes on without it.</summary>
internal sealed class GraphCacheException(Exception cause) : Exception("the cache cannot be written", cause);
