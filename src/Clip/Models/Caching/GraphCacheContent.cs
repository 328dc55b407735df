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

    /// <summary>
    /// Deletes all entries, complete or not, and the fingerprints beside them, and nothing else in the folder.
    /// </summary>
    /// <returns>The entries that could not be deleted, as in a read-only home.</returns>
    public GraphCacheContent Clear()
    {
        foreach (var entry in Entries(Folder))
            GraphCache.Delete(entry);
        foreach (var fingerprint in Fingerprints(Folder))
            KnownFingerprint.Delete(fingerprint);
        return Of(Folder);
    }

    /// <summary>The complete entries of a folder.</summary>
    internal static IEnumerable<string> GraphsIn(string folder) => Entries(folder).Where(IsComplete);

    private static bool IsComplete(string entry) => Path.GetFileName(entry).Length == KeyLength;

    private static List<string> Entries(string folder) => Named(folder, Directory.EnumerateDirectories, IsEntry);

    private static List<string> Fingerprints(string folder) => Named(folder, Directory.EnumerateFiles, IsFingerprint);

    private static List<string> Named(
        string folder, Func<string, IEnumerable<string>> enumerate, Func<string, bool> isWanted)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. enumerate(folder).Where(path => isWanted(Path.GetFileName(path)))]
                : [];
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return [];
        }
    }

    private static bool IsEntry(string name) =>
        AfterKey(name) is { } rest
            && (rest.Length == 0 || rest.StartsWith(GraphCache.Unfinished, StringComparison.Ordinal));

    // Also one that a process began to write when it was killed.
    private static bool IsFingerprint(string name) =>
        AfterKey(name)?.StartsWith(KnownFingerprint.Extension, StringComparison.Ordinal) == true;

    /// <summary>What follows the key in a name; null for a name that does not begin with one.</summary>
    private static string? AfterKey(string name) =>
        name.Length >= KeyLength
            && UInt128.TryParse(
                name.AsSpan(0, KeyLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? name[KeyLength..]
            : null;
}
