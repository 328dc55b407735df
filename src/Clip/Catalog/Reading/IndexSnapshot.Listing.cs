using Clip.Catalog;
using Clip.Catalog.Reading;

namespace Clip;

/// <summary>Lists pictures without a query.</summary>
public sealed partial class IndexSnapshot
{
    /// <summary>More files than needed are kept before they are sorted, so that sorting seldom happens.</summary>
    private const int ListingSlack = 4096;

    /// <summary>The first files in an order. Needs no model; memory does not grow with the index.</summary>
    /// <param name="order">The order.</param>
    /// <param name="count">The most files, at least 1.</param>
    /// <param name="filter">Which to list; null for all.</param>
    /// <param name="firstOfCopies">Whether only the first of the files with the same content is listed.</param>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public IReadOnlyList<FileRecord> ListFiles(
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

    /// <summary>How many pictures match a filter; copies count once.</summary>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public long CountPictures(PictureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var use = Use();
        return RowsToSearch(use.Commit, EntryKind.Picture, filter).Count;
    }

    /// <summary>How many pictures meet each condition of a filter alone; to tell why none meets all.</summary>
    public IReadOnlyList<FilterCount> CountMatches(PictureFilter filter)
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
