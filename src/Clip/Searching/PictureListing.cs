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
        ArgumentOutOfRangeException.ThrowIfLessThan(request.TopK, 1, nameof(request));
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
            .DistinctBy(static listed => listed.Index.Location.Full(listed.File.Path))
            .OrderBy(static listed => listed.File, request.Order)
            .Take(request.TopK);
        var pictures = files.Select((listed, i) =>
        {
            var sameContent = listed.Index.PathsOf([listed.File.Entry], snapshots.FilterOf(listed.Index));
            return new ListedPicture(
                i + 1, listed.File, sameContent.FirstOrDefault(file => file.Path == listed.File.Path).Caption)
            {
                Copies = request.FoldCopies
                    ? [.. sameContent.Select(static file => file.Path).Where(path => path != listed.File.Path)]
                    : [],
                Location = listed.Index.Location,
            };
        }).ToList();
        return new ListAnswer(pictures)
        {
            FilterCounts = pictures.Count > 0 ? [] : snapshots.CountMatches(),
        };
    }
}
