using Clip.Catalog;

namespace Clip.Indexing;

/// <summary>
/// Finds the indexed picture that a caption file means: its path seen from the index's root, from the caption file's
/// folder, or just the file's name where only one picture has it.
/// </summary>
internal sealed class PicturePaths(IndexLocation location, PictureIndex index, string captionFolder)
{
    private Dictionary<string, string?>? _byName;

    /// <summary>The path in the index, or null.</summary>
    public string? Find(string picture)
    {
        var written = picture.Replace('\\', '/');
        if (index.FindFile(written) is not null)
            return written;
        var relative = location.Relative(Path.Combine(captionFolder, picture));
        if (index.FindFile(relative) is not null)
            return relative;
        return written.Contains('/') ? null : ByName(written);
    }

    private string? ByName(string name)
    {
        if (_byName is null)
        {
            _byName = [];
            foreach (var file in index.Files())
            {
                var key = Path.GetFileName(file.Path);
                // Two pictures of one name: the caption could mean either, so it is given to neither.
                _byName[key] = _byName.ContainsKey(key) ? null : file.Path;
            }
        }
        return _byName.GetValueOrDefault(name);
    }
}
