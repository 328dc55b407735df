namespace Clip.Files;

/// <summary>Files and folders that are left out, a folder with all that it holds. Immutable.</summary>
/// <param name="files">Relative to a root and separated by <c>/</c>.</param>
/// <param name="folders">Likewise.</param>
internal sealed class LeftOutPaths(IEnumerable<string> files, IEnumerable<string> folders)
{
    private readonly HashSet<string> _files = new(files, StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(folders, StringComparer.Ordinal);

    /// <summary>The files.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The folders.</summary>
    public IReadOnlyCollection<string> Folders => _folders;

    /// <summary>Whether the same files and folders are left out.</summary>
    public bool SetEquals(LeftOutPaths other) =>
        _files.SetEquals(other._files) && _folders.SetEquals(other._folders);

    /// <summary>Whether a file or a folder above it is left out.</summary>
    public bool Contains(string path)
    {
        if (_files.Contains(path))
            return true;
        if (_folders.Count == 0)
            return false;
        var known = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var end = path.LastIndexOf('/'); end >= 0; end = path.AsSpan(0, end).LastIndexOf('/'))
        {
            if (known.Contains(path.AsSpan(0, end)))
                return true;
        }
        return false;
    }
}
