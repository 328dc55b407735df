using System.Globalization;
using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// What a folder of optimised graphs (<see cref="ClipModelOptions.CacheFolder"/>) holds. Looking and clearing are safe
/// while other processes use the folder: whoever misses a graph makes it again.
/// </summary>
/// <param name="Folder">The folder; it need not exist.</param>
/// <param name="Graphs">How many whole graphs there are.</param>
/// <param name="Bytes">The bytes of these and of what unfinished writers left.</param>
public sealed record GraphCacheContent(string Folder, int Graphs, long Bytes)
{
    private const int KeyLength = 32;

    // Hidden files count too; whatever lies behind a link does not belong to the cache.
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Looks at a folder. What is not an entry of the cache is not counted, and a folder that cannot be read counts as empty.</summary>
    /// <param name="folder">The cache's folder.</param>
    public static GraphCacheContent Of(string folder)
    {
        var entries = Entries(folder);
        return new GraphCacheContent(
            folder,
            entries.Count(static entry => Path.GetFileName(entry).Length == KeyLength),
            entries.SelectMany(static entry => Directory.EnumerateFiles(entry, "*", Everything)).Sum(static file => LinkedFile.Length(file) ?? 0));
    }

    /// <summary>Deletes all entries and whatever unfinished writers left, and nothing else in the folder.</summary>
    /// <returns>What could not be deleted, for example in a read-only home; mostly nothing.</returns>
    public GraphCacheContent Clear()
    {
        foreach (var entry in Entries(Folder))
            GraphCache.Delete(entry);
        return Of(Folder);
    }

    private static List<string> Entries(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Where(static path => IsEntry(Path.GetFileName(path)))] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsEntry(string name) => name.Length >= KeyLength
        && UInt128.TryParse(name.AsSpan(0, KeyLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
        && (name.Length == KeyLength || name.AsSpan(KeyLength).StartsWith(GraphCache.Unfinished, StringComparison.Ordinal));
}
