namespace Clip.Files;

/// <summary>
/// Globs that include paths or, with a leading <c>!</c>, exclude them; the last match decides. Thread-safe.
/// </summary>
internal sealed class PathGlobs
{
    private readonly (ExcludePatterns Pattern, bool IsNegated)[] _globs;
    private readonly bool _hasIncludes;

    // Files come folder by folder, so the next path is usually in the same folder.
    private (string Folder, bool[] Matches) _last;

    /// <exception cref="ArgumentException">A glob is not valid.</exception>
    public PathGlobs(IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        Patterns = [.. patterns];
        _globs = [.. Patterns.Select(Parse)];
        _hasIncludes = Array.Exists(_globs, static glob => !glob.IsNegated);
        _last = ("", new bool[_globs.Length]);
    }

    /// <summary>No globs; every path is allowed.</summary>
    public static PathGlobs None { get; } = new([]);

    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Whether a glob can match anything.</summary>
    public static bool IsGlob(string glob) =>
        GlobSyntax.ProblemOf(glob.StartsWith('!') ? glob[1..] : glob) is null;

    /// <summary>Whether a path is included, by itself or with one of its parent folders.</summary>
    public bool Allow(string path)
    {
        if (_globs.Length == 0)
            return true;
        var folders = FolderMatches(path.AsSpan(0, Math.Max(0, path.LastIndexOf('/'))));
        for (var i = _globs.Length - 1; i >= 0; i--)
        {
            if (folders[i] || _globs[i].Pattern.Match(path))
                return !_globs[i].IsNegated;
        }
        return !_hasIncludes;
    }

    private static (ExcludePatterns, bool) Parse(string glob) => IsGlob(glob)
        ? (new ExcludePatterns([glob.StartsWith('!') ? glob[1..] : glob]), glob.StartsWith('!'))
        : throw new ArgumentException($"\"{glob}\" matches nothing.");

    /// <summary>Which globs match a folder or one of its parents.</summary>
    private bool[] FolderMatches(ReadOnlySpan<char> folder)
    {
        lock (_globs)
        {
            if (folder.SequenceEqual(_last.Folder))
                return _last.Matches;
            var path = folder.ToString();
            _last = (path, Array.ConvertAll(_globs, glob => MatchesFolder(glob.Pattern, path)));
            return _last.Matches;
        }
    }

    private static bool MatchesFolder(ExcludePatterns pattern, string folder)
    {
        for (var end = folder.IndexOf('/'); end >= 0; end = folder.IndexOf('/', end + 1))
        {
            if (pattern.Match(folder[..end]))
                return true;
        }
        return pattern.Match(folder);
    }
}
