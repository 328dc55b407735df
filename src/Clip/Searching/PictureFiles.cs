namespace Clip.Searching;

/// <summary>A file of an answer, or the first of several copies.</summary>
/// <param name="Picture">The picture that it holds.</param>
/// <param name="Path">Relative to the index's root.</param>
/// <param name="Caption">The first of its captions, or null.</param>
/// <param name="Copies">The other files with the same content, if copies are folded.</param>
internal readonly record struct FoundFile(
    RankedPicture Picture, string Path, string? Caption, IReadOnlyList<string> Copies);

/// <summary>Looks up the files that hold pictures.</summary>
/// <param name="snapshots">The indexes that have the pictures, and which of their files may be found.</param>
/// <param name="foldsCopies">Whether the files of a picture make one answer.</param>
/// <param name="excluded">Files that are left out.</param>
internal sealed class PictureFiles(SnapshotSet snapshots, bool foldsCopies, SimilarExclusion? excluded = null)
{
    private const int PageSize = 512;

    private readonly HashSet<string> _seen = [];
    private readonly HashSet<UInt128> _contents = [];

    /// <summary>The files in the order of their pictures.</summary>
    /// <param name="ranked">The pictures, best first.</param>
    /// <param name="count">The most files to return; copies count once if they are folded.</param>
    public List<FoundFile> Of(IEnumerable<RankedPicture> ranked, int count)
    {
        List<FoundFile> found = [];
        foreach (var page in ranked.Chunk(PageSize))
        {
            foreach (var (picture, files) in page.Zip(FilesOf(page)))
            {
                if (files.Count == 0)
                    continue;
                var best = Math.Max(0, files.FindIndex(file => file.Path == picture.BestPath));
                if (foldsCopies)
                {
                    if (IsFirstCopy(picture, files[best].Path))
                    {
                        found.Add(new FoundFile(
                            picture, files[best].Path, files[best].Caption, CopiesOf(picture, files, best)));
                    }
                }
                else
                {
                    found.AddRange(files.Take(count - found.Count)
                        .Select(file => new FoundFile(picture, file.Path, file.Caption, [])));
                }
                if (found.Count == count)
                    return found;
            }
        }
        return found;
    }

    /// <summary>The files of each picture of a page, read from each index at once.</summary>
    private List<(string Path, string? Caption)>[] FilesOf(RankedPicture[] page)
    {
        var files = Array.ConvertAll(page, static _ => new List<(string, string?)>());
        foreach (var group in page.Index().GroupBy(static numbered => numbered.Item.Key.Index))
        {
            var (index, places) = (group.Key, group.Select(static numbered => numbered.Index).ToArray());
            foreach (var (at, path, caption) in index.PathsOf(
                [.. places.Select(place => page[place].Key.Entry)], snapshots.FilterOf(index)))
            {
                if (excluded?.Contains(index, path) != true && IsFirst(index, path))
                    files[places[at]].Add((path, caption));
            }
        }
        return files;
    }

    /// <summary>Whether no index before had the content of a picture.</summary>
    private bool IsFirstCopy(RankedPicture picture, string path) =>
        snapshots.All.Count == 1 || _contents.Add(picture.Key.Index.FindFile(path)!.Hash);

    /// <summary>The other files with the content of a picture, relative to the root of its index.</summary>
    private IReadOnlyList<string> CopiesOf(
        RankedPicture picture, List<(string Path, string? Caption)> files, int best)
    {
        var index = picture.Key.Index;
        if (snapshots.All.Count == 1)
            return [.. files.Where((_, i) => i != best).Select(static file => file.Path)];
        var full = index.Location.Full(files[best].Path);
        return
        [
            .. snapshots.FilesWith(index.FindFile(files[best].Path)!.Hash)
                .Where(copy => excluded?.Contains(copy.Index, copy.Path) != true)
                .Select(static copy => copy.Index.Location.Full(copy.Path)).Distinct()
                .Where(path => path != full).Select(index.Location.Relative),
        ];
    }

    /// <summary>Whether a file is new. Several indexes may have it, because one folder lies in the other.</summary>
    private bool IsFirst(IndexSnapshot index, string path) =>
        snapshots.All.Count == 1 || _seen.Add(index.Location.Full(path));
}
