using Clip.Searching;

namespace Clip;

/// <summary>Lists the pictures that a filter selects. Needs no model, so it lists an index of any model.</summary>
public static class PictureListing
{
    /// <summary>Lists pictures of one or more indexes as they are.</summary>
    /// <param name="folders">The folders and their indexes.</param>
    /// <param name="request">Which pictures, and in which order.</param>
    /// <exception cref="IndexException">
    /// There is no index, it is damaged, or is of a format without the data that the filter needs.
    /// </exception>
    public static ListAnswer List(IReadOnlyList<SearchedFolder> folders, ListRequest request)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.TopK, 1);
        List<PictureIndex> indexes = [];
        try
        {
            foreach (var folder in folders)
                indexes.Add(PictureIndex.Open(folder.Location));
            using var snapshots = new SnapshotSet(
                indexes.Zip(folders, (index, folder) => (index, folder.Limit(request.Filter))));
            return List(snapshots, request);
        }
        finally
        {
            indexes.ForEach(static index => index.Dispose());
        }
    }

    private static ListAnswer List(SnapshotSet snapshots, ListRequest request)
    {
        var files = snapshots.All
            .SelectMany(index => index
                .ListFiles(request.Order, request.TopK, snapshots.FilterOf(index), request.FoldCopies)
                .Select(file => (Index: index, File: file)))
            .DistinctBy(static listed => listed.Index.Location.Full(listed.File.Path));
        var first = request.Order.Sort(files, static listed => (listed.Index.Location, listed.File));
        if (request.FoldCopies)
            first = first.DistinctBy(static listed => listed.File.Hash);
        var pictures = first.Take(request.TopK).Select((listed, i) => new ListedPicture(
            i + 1, listed.File, request.WithCaptions ? CaptionOf(listed.Index, listed.File) : null)
        {
            Copies = request.FoldCopies ? CopiesOf(snapshots, listed.Index, listed.File) : [],
            Location = listed.Index.Location,
        }).ToList();
        return new ListAnswer(pictures)
        {
            FilterCounts = pictures.Count > 0 ? [] : snapshots.CountMatches(),
            HoldsNothing = snapshots.HoldsNothing,
        };
    }

    private static string? CaptionOf(IndexSnapshot index, FileRecord file) =>
        index.PathsOf([file.Entry], filter: null).FirstOrDefault(other => other.Path == file.Path).Caption;

    /// <summary>The other files with the same content in all indexes, relative to the root of the file's.</summary>
    private static IReadOnlyList<string> CopiesOf(SnapshotSet snapshots, IndexSnapshot index, FileRecord file)
    {
        var location = index.Location;
        return
        [
            .. snapshots.FilesWith(file.Hash).Select(static copy => copy.Index.Location.Full(copy.Path)).Distinct()
                .Where(path => path != location.Full(file.Path)).Select(location.Relative),
        ];
    }
}
