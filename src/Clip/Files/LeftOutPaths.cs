namespace Clip.Files;

/// <summary>Files and folders that are left out, a folder with all that it holds. Immutable.</summary>
/// <param name="paths">Relative to a root and separated by <c>/</c>.</param>
internal sealed class LeftOutPaths(IEnumerable<string> paths)
{
    private readonly HashSet<string> _paths = new(paths, StringComparer.Ordinal);

    /// <summary>Whether the same files and folders are left out.</summary>
    public bool SetEquals(LeftOutPaths other) => _paths.SetEquals(other._paths);

    /// <summary>Whether a path or a folder above it is left out.</summary>
    public bool Contains(string path)
    {
        var known = _paths.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var rest = path.AsSpan(); ; rest = rest[..rest.LastIndexOf('/')])
        {
            if (known.Contains(rest))
                return true;
            if (rest.LastIndexOf('/') < 0)
                return false;
        }
    }
}
