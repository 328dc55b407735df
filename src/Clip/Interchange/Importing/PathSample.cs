namespace Clip.Interchange.Importing;

/// <summary>
/// Picks the paths that are looked for on the disk to find out where the pictures lie: some of all rows, however many
/// there are, and some of every folder, so that a folder with few of the rows is not missed.
/// </summary>
internal static class PathSample
{
    private const int Rows = 512;
    private const int Folders = 512;

    public static IEnumerable<string> Of(IReadOnlyList<string> paths)
    {
        if (paths.Count <= Rows)
            return paths;
        Dictionary<string, string> folders = new(StringComparer.Ordinal);
        foreach (var path in paths)
            folders.TryAdd(path[..(path.AsSpan().LastIndexOfAny('/', '\\') + 1)], path);
        return Evenly(paths, Rows).Concat(Evenly([.. folders.Values], Folders));
    }

    private static IEnumerable<string> Evenly(IReadOnlyList<string> paths, int most)
    {
        var count = Math.Min(paths.Count, most);
        for (var i = 0L; i < count; i++)
            yield return paths[(int)(i * paths.Count / count)];
    }
}
