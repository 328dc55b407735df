
namespace Clip.Catalog.Reading;

/// <summary>Lists pictures without a query.</summary>
internal sealed partial class EmbeddedSnapshot
{
    /// <inheritdoc/>
    public override IReadOnlyList<FileRecord> ListFiles(
        PictureOrder order, int count, PictureFilter? filter = null, bool firstOfCopies = false)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        var rows = RowsToSearch(use.Commit, EntryKind.Picture, filter);
        var copiesDiffer = filter is { AsksForMetadata: true }
            && Read(0, static (catalog, _) => catalog.HasSidecarRows());
        var listing = new FileListing(order, count, firstOfCopies);
        foreach (var file in Files())
        {
            if (!rows.Contains(file.Entry) || !(filter?.AllowsPath(file.Path) ?? true)
                || (copiesDiffer && !filter!.AllowsMetadata(file.Metadata)))
            {
                continue;
            }
            listing.Add(file);
        }
        return listing.ToList();
    }

    /// <inheritdoc/>
    public override long CountPictures(PictureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var use = Use();
        return RowsToSearch(use.Commit, EntryKind.Picture, filter).Count;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FilterCount> CountMatches(PictureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var use = Use();
        return Read((use.Commit, filter), static (catalog, key) =>
        {
            var live = key.Commit.Live(EntryKind.Picture, catalog);
            return key.filter.Conditions().Select(one => new FilterCount(
                one.Condition, FilteredPictures.Read(catalog, one.Filter, live)?.Count ?? 0,
                catalog.CountPicturesWith(one.Condition), live.Count)).ToList();
        });
    }
}
