using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// What a search for similar pictures leaves out: the very files of the query, by whatever path they were named, and
/// nothing else. Their copies are what many users look for.
/// </summary>
internal sealed class SimilarExclusion
{
    private readonly HashSet<(IndexSnapshot Index, string Path)> _files = [];

    /// <param name="indexes">The indexes to be searched.</param>
    /// <param name="pictures">The pictures of the query.</param>
    public SimilarExclusion(IReadOnlyList<IndexSnapshot> indexes, IReadOnlyList<EncodedPicture> pictures)
    {
        foreach (var index in indexes)
        {
            foreach (var picture in pictures)
            {
                if (picture.File is { } file)
                    _files.UnionWith(FilesAt(index, file, picture.Content).Select(path => (index, path)));
            }
        }
    }

    /// <summary>How many files are left out.</summary>
    public int Count => _files.Count;

    /// <summary>Whether a file of an index is left out.</summary>
    public bool Contains(IndexSnapshot index, string path) => _files.Contains((index, path));

    /// <summary>The pictures of an index that the files hold.</summary>
    public IReadOnlyCollection<long> EntriesIn(IndexSnapshot index) =>
    [
        .. _files.Where(file => file.Index == index)
            .Select(file => index.FindFile(file.Path)?.Entry ?? -1).Where(static entry => entry >= 0).Distinct(),
    ];

    /// <summary>
    /// The paths in an index that lead to a file: its own, and links to it, which have the same content.
    /// </summary>
    private static IEnumerable<string> FilesAt(IndexSnapshot index, string file, UInt128? content)
    {
        var real = RealPath.Resolve(file);
        List<string> paths = [index.Location.Relative(file)];
        if (content is { } hash && index.FindPicture(hash) is { } entry)
            paths.AddRange(index.FilesOf(entry).Select(static copy => copy.Path));
        foreach (var path in paths.Distinct())
        {
            var full = index.Location.Full(path);
            if (full == file || (real is not null && RealPath.Resolve(full) == real))
                yield return path;
        }
    }
}
