
namespace Clip.Catalog.Reading;

/// <summary>Lists pictures without a query.</summary>
internal sealed partial class EmbeddedSnapshot
{
    /// <summary>More files than needed are kept before they are sorted, so that sorting seldom happens.</summary>
    private const int ListingSlack = 4096;

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
        List<FileRecord> files = [];
        foreach (var file in Files())
        {
            if (!rows.Contains(file.Entry) || !(filter?.AllowsPath(file.Path) ?? true)
                || (copiesDiffer && !filter!.AllowsMetadata(file.Metadata)))
            {
                continue;
            }
            files.Add(file);
            if (files.Count - ListingSlack >= count)
                files = First(files);
        }
        return First(files);

        List<FileRecord> First(List<FileRecord> some)
        {
            some.Sort(order);
            var listed = firstOfCopies ? some.DistinctBy(static file => file.Entry) : some;
            return [.. listed.Take(count)];
        }
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
