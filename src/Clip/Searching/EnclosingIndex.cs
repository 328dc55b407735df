using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// The index of a folder above one that has none of its own. A search of the folder may use it, filtered by
/// <see cref="PictureFilter.Folder"/>.
/// </summary>
/// <param name="Location">The folder above and its index.</param>
/// <param name="Folder">The folder as that index names it: relative to its root, separated by <c>/</c>.</param>
internal sealed record EnclosingIndex(IndexLocation Location, string Folder)
{
    /// <summary>
    /// Finds the index of the nearest folder above, or null where there is none. Also null where the folder has an
    /// index already or keeps it elsewhere, does not exist, or is hidden or excluded, so that the index above leaves it
    /// out.
    /// Another file system above the folder is not looked at, nor what is above the user's home.
    /// </summary>
    /// <param name="location">The folder and the index that it would have.</param>
    public static EnclosingIndex? Find(IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!location.IsInsideRoot || PictureIndex.Exists(location) || !Directory.Exists(location.Root))
            return null;
        var real = RealPath.Resolve(location.Root) ?? location.Root;
        return FindAbove(location.Root, real) ?? (real == location.Root ? null : FindAbove(real, real));
    }

    /// <param name="folder">The folder, as it was named or without links.</param>
    /// <param name="real">The folder without links.</param>
    private static EnclosingIndex? FindAbove(string folder, string real)
    {
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            var location = IndexLocation.For(above);
            if (!PictureIndex.Exists(location))
                continue;
            var path = PathIn(above, folder, real);
            return IsHidden(path) || SearchBoundaries.Lie(above, folder) || Indexer.LeavesOut(location, path)
                ? null
                : new EnclosingIndex(location, path);
        }
        return null;
    }

    /// <summary>
    /// The path under which an index has a folder: without links where that lies in its root, because a link to a
    /// folder that is reached without it is not followed.
    /// </summary>
    private static string PathIn(string root, string folder, string real)
    {
        var path = RelativePath.Of(RealPath.Resolve(root) ?? root, real);
        return RelativePath.IsOutside(path) || path == "." ? RelativePath.Of(root, folder) : path;
    }

    private static bool IsHidden(string path) => path.StartsWith('.') || path.Contains("/.", StringComparison.Ordinal);
}
