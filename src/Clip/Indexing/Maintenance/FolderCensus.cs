namespace Clip.Indexing.Maintenance;

/// <summary>
/// How many of the files that the index knows are still there, for each folder with all that it holds. A folder that
/// lost all of several files at once is more likely on a drive that is not mounted than deleted.
/// </summary>
/// <param name="newFiles">How many new files the run found directly in each folder.</param>
internal sealed class FolderCensus(IReadOnlyDictionary<string, int> newFiles)
{
    private const int FewestFiles = 2;

    private readonly Dictionary<string, (int Known, int There)> _folders = new(StringComparer.Ordinal);

    /// <summary>Counts a file that the index knows.</summary>
    /// <param name="path">Relative to the root.</param>
    /// <param name="isThere">Whether it exists, here or where it was moved to.</param>
    public void Count(string path, bool isThere)
    {
        foreach (var folder in FoldersAbove(path))
        {
            var (known, there) = _folders.GetValueOrDefault(folder);
            _folders[folder] = (known + 1, there + (isThere ? 1 : 0));
        }
    }

    /// <summary>The highest folder above a missing file that lost all its files; null if there is none.</summary>
    public string? LostFolder(string path) => FoldersAbove(path).LastOrDefault(IsLost);

    private bool IsLost(string folder)
    {
        var (known, there) = _folders.GetValueOrDefault(folder);
        // As many new pictures as old ones: somebody has exported or sorted them anew.
        return there == 0 && known >= FewestFiles && NewIn(folder) < known;
    }

    private int NewIn(string folder) => newFiles
        .Where(other => folder.Length == 0 || other.Key == folder
            || other.Key.StartsWith(folder + "/", StringComparison.Ordinal))
        .Sum(static other => other.Value);

    /// <summary>The folders that hold a file, from the nearest up to the root, which is empty.</summary>
    private static IEnumerable<string> FoldersAbove(string path)
    {
        while (path.Length > 0)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
            yield return path;
        }
    }
}
