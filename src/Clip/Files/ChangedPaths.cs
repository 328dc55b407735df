namespace Clip.Files;

/// <summary>
/// The files and folders that changed in a folder, so that a walk can look at them alone. What holds for a folder holds
/// for all that is in it. Paths are relative to the root and separated by <c>/</c>.
/// </summary>
internal sealed class ChangedPaths
{
    private readonly Dictionary<string, HashSet<string>> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _all;
    private readonly HashSet<string> _deleted;
    private readonly bool _hasSidecars;

    /// <param name="changed">What was created, written, deleted, moved or renamed; without the root.</param>
    /// <param name="deleted">
    /// Those that somebody deleted or moved away, in contrast to those of a drive that is away.
    /// </param>
    public ChangedPaths(IEnumerable<string> changed, IEnumerable<string> deleted)
    {
        _all = new HashSet<string>(changed, StringComparer.Ordinal);
        _deleted = new HashSet<string>(deleted, StringComparer.Ordinal);
        foreach (var path in _all)
        {
            var folder = ParentOf(path);
            if (!_names.TryGetValue(folder, out var names))
                _names[folder] = names = new HashSet<string>(Sidecar.NameComparer);
            var name = path[(folder.Length == 0 ? 0 : folder.Length + 1)..];
            names.Add(name);
            if (Sidecar.HasName(name))
            {
                _hasSidecars = true;
                names.Add(Sidecar.UsualName(name));
            }
        }
    }

    /// <summary>The folders that something changed in, each after those that hold it; empty for the root.</summary>
    public IEnumerable<string> Folders => _names.Keys.Order(StringComparer.Ordinal);

    /// <summary>What somebody deleted or moved away, in the order of the paths.</summary>
    public IEnumerable<string> Deleted => _deleted.Order(StringComparer.Ordinal);

    /// <summary>Whether an entry of a folder changed, or a sidecar of the picture that it is.</summary>
    /// <param name="folder">One of <see cref="Folders"/>.</param>
    /// <param name="name">The name of the entry.</param>
    public bool Touches(string folder, string name)
    {
        var names = _names[folder];
        if (names.Contains(name))
            return true;
        if (!_hasSidecars)
            return false;
        var (text, longText) = Sidecar.TextNamesFor(name);
        var (xmp, longXmp) = Sidecar.XmpNamesFor(name);
        return names.Contains(text) || names.Contains(longText) || names.Contains(xmp) || names.Contains(longXmp);
    }

    /// <summary>Whether a file, or a folder that holds it, changed.</summary>
    public bool Covers(string path) => HasSelfOrFolder(_all, path);

    /// <summary>Whether somebody deleted a file or moved it away, or a folder that held it.</summary>
    public bool IsDeleted(string path) => HasSelfOrFolder(_deleted, path);

    private static bool HasSelfOrFolder(HashSet<string> paths, string path)
    {
        if (paths.Count == 0)
            return false;
        for (; path.Length > 0; path = ParentOf(path))
        {
            if (paths.Contains(path))
                return true;
        }
        return false;
    }

    private static string ParentOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
