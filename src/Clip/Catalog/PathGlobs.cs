using Clip.Indexing;

namespace Clip.Catalog;

/// <summary>Globs that take paths in and, with <c>!</c> in front, leave them out; the last that matches decides.</summary>
internal sealed class PathGlobs
{
    private readonly (ExcludePatterns Pattern, bool IsNegated)[] _globs;
    private readonly bool _takesIn;

    /// <exception cref="ArgumentException">A glob is empty.</exception>
    public PathGlobs(IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        Patterns = [.. patterns];
        _globs = [.. Patterns.Select(Parse)];
        _takesIn = Array.Exists(_globs, static glob => !glob.IsNegated);
    }

    /// <summary>No globs: every path is allowed.</summary>
    public static PathGlobs None { get; } = new([]);

    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Whether a path is taken in, itself or with a folder above it.</summary>
    public bool Allow(string path)
    {
        for (var i = _globs.Length - 1; i >= 0; i--)
        {
            if (MatchesWithin(_globs[i].Pattern, path))
                return !_globs[i].IsNegated;
        }
        return !_takesIn;
    }

    /// <summary>Whether something is left of a glob to match.</summary>
    public static bool IsGlob(string glob) => glob.AsSpan(glob.StartsWith('!') ? 1 : 0).ContainsAnyExcept(" /\\.");

    private static (ExcludePatterns, bool) Parse(string glob)
    {
        var isNegated = glob.StartsWith('!');
        var pattern = isNegated ? glob[1..] : glob;
        return IsGlob(glob)
            ? (new ExcludePatterns([pattern]), isNegated)
            : throw new ArgumentException($"\"{glob}\" matches nothing.");
    }

    private static bool MatchesWithin(ExcludePatterns pattern, string path)
    {
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (pattern.Match(path[..end]))
                return true;
        }
        return pattern.Match(path);
    }
}
