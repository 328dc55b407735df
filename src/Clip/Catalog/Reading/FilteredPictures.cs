using Clip.Catalog.Database;
using Clip.Vectors;

namespace Clip.Catalog.Reading;

/// <summary>Finds the pictures that match a filter.</summary>
internal static class FilteredPictures
{
    /// <summary>
    /// The rows of the pictures that match; null where the catalog is too old to hold what the filter asks for.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="live">All pictures of the index.</param>
    public static RowBitmap? Read(CatalogDatabase catalog, PictureFilter filter, RowBitmap live)
    {
        if (filter.AsksForMetadata && !catalog.HasMetadata)
            return null;
        var rows = new RowBitmap();
        foreach (var entry in catalog.PicturesWithin(filter))
        {
            if (live.Contains(entry))
                rows.Add(entry);
        }
        if (!filter.AsksForPath)
            return rows;
        var onPath = new RowBitmap();
        foreach (var entry in catalog.PicturesAt(rows, path => Allows(catalog, filter, path)))
            onPath.Add(entry);
        return onPath;
    }

    /// <summary>
    /// Whether a file of a picture that matches meets the filter itself: copies differ in paths, and in their sidecars.
    /// </summary>
    public static bool Allows(CatalogDatabase catalog, PictureFilter? filter, string path) =>
        filter is null
        || (filter.AllowsPath(path)
            && (!filter.AsksForMetadata || !catalog.HasSidecarRows()
                || filter.AllowsMetadata(catalog.FindFile(path)?.Metadata)));
}
