using Clip.Catalog;
using Clip.Catalog.Reading;

namespace Clip.Searching;

/// <summary>
/// Finds the index of a folder above one that is about to get its own index; the user may have meant the other.
/// </summary>
public static class EnclosingIndex
{
    /// <summary>
    /// The full path of the nearest folder above that has an index, or null where there is none. Also null where the
    /// folder has an index already, or keeps it outside the folder.
    /// </summary>
    /// <param name="location">The folder and its index.</param>
    public static string? Find(IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (PictureIndex.Exists(location) || !location.IsInsideRoot)
            return null;
        var folder = Path.GetDirectoryName(location.Root);
        while (folder is not null && !PictureIndex.Exists(IndexLocation.For(folder)))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
