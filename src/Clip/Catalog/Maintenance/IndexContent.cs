using Clip.Catalog.Database;
using Clip.Catalog.Writing;
using Clip.Vectors;

namespace Clip.Catalog.Maintenance;

/// <summary>
/// What an index should hold by its state and its bitmaps, to be compared with the tables of its catalog.
/// </summary>
internal sealed record IndexContent(
    CatalogDatabase Catalog, CatalogState State, RowBitmap Pictures, RowBitmap Captions)
{
    public static IndexContent Of(IndexStore store) =>
        new(store.Catalog, store.State, store.Pictures.Rows, store.Captions.Rows);

    /// <summary>Where the tables differ from the state and the bitmaps, one line each.</summary>
    public IEnumerable<string> CheckCounts()
    {
        var counted = Catalog.CountAll();
        if (counted.Pictures != State.Pictures || counted.Pictures != Pictures.Count)
            yield return $"{counted.Pictures} pictures, where {State.Pictures} are noted and {Pictures.Count} alive";
        if (counted.Captions != State.Captions || counted.Captions != Captions.Count)
            yield return $"{counted.Captions} captions, where {State.Captions} are noted and {Captions.Count} alive";
        if (counted.Files != State.Files)
            yield return $"{counted.Files} files, where {State.Files} are noted";
        if (counted.Failures != State.Failures)
            yield return $"{counted.Failures} failures, where {State.Failures} are noted";
        if (counted.LostFiles > 0)
            yield return $"{counted.LostFiles} files whose picture is not there";
        if (counted.LostCaptions > 0)
            yield return $"{counted.LostCaptions} uses of captions that are not there";
    }
}
