using System.Globalization;
using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// The content of a folder of optimized graphs (<see cref="ClipModelOptions.CacheFolder"/>). It can be read and cleared
/// while other processes use the folder: they optimize a missing graph again.
/// </summary>
/// <param name="Folder">The folder; it need not exist.</param>
/// <param name="Graphs">The number of complete graphs.</param>
/// <param name="Bytes">The bytes of all files, including incomplete entries.</param>
internal sealed record GraphCacheContent(string Folder, int Graphs, long Bytes)
{
    /// <summary>The most bytes that all graphs may take where no limit is set: 4 GiB.</summary>
    public const long DefaultLimit = 4L << 30;

    private const int KeyLength = 32;

    // Hidden files count too; the targets of links do not belong to the cache.
    private static readonly EnumerationOptions AllFiles = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>
    /// Reads a folder. Other files in it do not count, and a folder that cannot be read counts as empty.
    /// </summary>
    /// <param name="folder">The cache's folder.</param>
    public static GraphCacheContent Of(string folder)
    {
        var entries = Entries(folder);
        var files = entries.SelectMany(static entry => Directory.EnumerateFiles(entry, "*", AllFiles));
        return new GraphCacheContent(
            folder,
            entries.Count(IsComplete),
            files.Sum(static file => LinkedFile.Length(file) ?? 0));
    }

    /// <summary>Deletes all entries, complete or not, and nothing else in the folder.</summary>
    /// <returns>The entries that could not be deleted, as in a read-only home.</returns>
    public GraphCacheContent Clear()
    {
        foreach (var entry in Entries(Folder))
            GraphCache.Delete(entry);
        return Of(Folder);
    }

    /// <summary>The complete entries of a folder.</summary>
    internal static IEnumerable<string> GraphsIn(string folder) => Entries(folder).Where(IsComplete);

    private static bool IsComplete(string entry) => Path.GetFileName(entry).Length == KeyLength;

    private static List<string> Entries(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateDirectories(folder).Where(static path => IsEntry(Path.GetFileName(path)))]
                : [];
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return [];
        }
    }

    private static bool IsEntry(string name)
    {
        if (name.Length < KeyLength)
            return false;
        var key = name.AsSpan(0, KeyLength);
        var rest = name.AsSpan(KeyLength);
        return UInt128.TryParse(key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            && (rest.IsEmpty || rest.StartsWith(GraphCache.Unfinished, StringComparison.Ordinal));
    }
}
