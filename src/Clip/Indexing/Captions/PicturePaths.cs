namespace Clip.Indexing.Captions;

/// <summary>
/// Finds the indexed picture that a caption file names: by its path relative to the caption file's folder or to the
/// index's root, or by its file name if only one picture has it. Captions are often written on another system than the
/// one that holds the pictures, so case and Unicode normalization may differ if only one picture matches.
/// </summary>
/// <param name="location">The index.</param>
/// <param name="captionFolder">The folder of the caption file.</param>
/// <param name="isKnown">Whether the index has a path.</param>
/// <param name="readAll">Reads all paths of the index; called once, if at all.</param>
internal sealed class PicturePaths(
    IndexLocation location, string captionFolder, Predicate<string> isKnown, Func<IEnumerable<string>> readAll)
{
    // A null value stands for several pictures; an ambiguous caption is attached to none of them.
    private readonly Dictionary<string, string?> _byFoldedName = [];
    private readonly Dictionary<string, string?> _byFoldedPath = [];
    private Dictionary<string, string?>? _byName;

    /// <summary>The paths that a picture named so has, unless it is written in another case or form.</summary>
    public static (string Relative, string Written) Candidates(
        IndexLocation location, string captionFolder, string picture) =>
        (location.Relative(Path.Combine(captionFolder, picture)), picture.Replace('\\', '/'));

    /// <summary>The picture's path in the index, or null.</summary>
    public string? Find(string picture)
    {
        var (relative, written) = Candidates(location, captionFolder, picture);
        if (isKnown(relative))
            return relative;
        if (isKnown(written))
            return written;

        var byName = _byName ??= ReadNames();
        var folded = FoldedPath.Of(written);
        var byPath = _byFoldedPath.GetValueOrDefault(FoldedPath.Of(relative))
            ?? _byFoldedPath.GetValueOrDefault(folded);
        if (byPath is not null || written.Contains('/'))
            return byPath;
        return byName.GetValueOrDefault(written) ?? _byFoldedName.GetValueOrDefault(folded);
    }

    /// <summary>Fills the dictionaries with all paths of the index.</summary>
    private Dictionary<string, string?> ReadNames()
    {
        Dictionary<string, string?> byName = [];
        foreach (var path in readAll())
        {
            var name = Path.GetFileName(path);
            Add(byName, name, path);
            Add(_byFoldedName, FoldedPath.Of(name), path);
            Add(_byFoldedPath, FoldedPath.Of(path), path);
        }
        return byName;
    }

    private static void Add(Dictionary<string, string?> paths, string key, string path)
    {
        if (!paths.TryAdd(key, path))
            paths[key] = null;
    }
}
