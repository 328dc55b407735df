using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// Keeps a graph cache within its limit: the graphs that have not been used for the longest time go first. A graph's
/// last use is the time of its seal, which every use renews.
/// </summary>
internal static class GraphCacheEviction
{
    /// <summary>Remembers that an entry is used now, where the cache can be written.</summary>
    public static void MarkUsed(string entry)
    {
        try
        {
            File.SetLastWriteTimeUtc(CachedGraph.SealOf(entry), DateTime.UtcNow);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // The entry is dropped earlier than it could be.
        }
    }

    /// <summary>The bytes of all files of an entry.</summary>
    public static long BytesOf(string entry) =>
        new DirectoryInfo(entry).EnumerateFiles().Sum(static file => file.Length);

    /// <summary>The entries to drop until the rest is within a limit, the least recently used ones.</summary>
    /// <param name="entries">All entries.</param>
    /// <param name="limit">The most bytes of all entries together.</param>
    /// <param name="kept">The entry that stays, because it has just been written.</param>
    public static IReadOnlyList<string> Excess(IEnumerable<string> entries, long limit, string kept)
    {
        var all = entries.Select(Describe).OfType<(string Path, long Bytes, DateTime Used)>()
            .OrderBy(entry => entry.Path == kept).ThenBy(static entry => entry.Used).ToList();
        var excess = all.Sum(static entry => entry.Bytes) - limit;
        List<string> dropped = [];
        foreach (var (path, bytes, _) in all)
        {
            if (excess <= 0 || path == kept)
                break;
            dropped.Add(path);
            excess -= bytes;
        }
        return dropped;
    }

    /// <summary>The size and the last use of an entry; null for one that another process has just dropped.</summary>
    private static (string Path, long Bytes, DateTime Used)? Describe(string path)
    {
        try
        {
            return (path, BytesOf(path), File.GetLastWriteTimeUtc(CachedGraph.SealOf(path)));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }
}
