using Clip.Catalog;
using Clip.Catalog.Writing;

namespace Clip.Indexing;

/// <summary>
/// Finds the indexed picture that a caption file means: its path seen from the index's root, from the caption file's
/// folder, or just the file's name where only one picture has it. Captions are often written on another system than the
/// pictures, so a path that differs in capitals or in how accents are written will do where only one picture fits.
/// </summary>
internal sealed class PicturePaths(IndexLocation location, PictureIndexWriter index, string captionFolder)
{
    // Null stands for several pictures: the caption could mean any of them, so it is given to none.
    private Dictionary<string, string?>? _byName;
    private readonly Dictionary<string, string?> _byFoldedName = [];
    private readonly Dictionary<string, string?> _byFoldedPath = [];

    /// <summary>The path in the index, or null.</summary>
    public string? Find(string picture)
    {
        var written = picture.Replace('\\', '/');
        if (index.FindFile(written) is not null)
            return written;
        var relative = location.Relative(Path.Combine(captionFolder, picture));
        if (index.FindFile(relative) is not null)
            return relative;

        var byName = _byName ?? ReadNames();
        return _byFoldedPath.GetValueOrDefault(FoldedPath.Of(written))
            ?? _byFoldedPath.GetValueOrDefault(FoldedPath.Of(relative))
            ?? (written.Contains('/') ? null : byName.GetValueOrDefault(written) ?? _byFoldedName.GetValueOrDefault(FoldedPath.Of(written)));
    }

    private Dictionary<string, string?> ReadNames()
    {
        _byName = [];
        foreach (var path in index.Files().Select(static file => file.Path))
        {
            var name = Path.GetFileName(path);
            Note(_byName, name, path);
            Note(_byFoldedName, FoldedPath.Of(name), path);
            Note(_byFoldedPath, FoldedPath.Of(path), path);
        }
        return _byName;

        static void Note(Dictionary<string, string?> known, string key, string path) => known[key] = known.ContainsKey(key) ? null : path;
    }
}
