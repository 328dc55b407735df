using System.Collections.Frozen;

namespace Clip.Files;

/// <summary>
/// Patterns of files and folders to exclude: <c>*</c>, <c>?</c> and <c>[a-z]</c> match within a name, <c>**</c> matches
/// any number of folders, and <c>{a,b}</c> stands for either text. A pattern without '/' matches a name at any depth
/// (<c>*.gif</c>, <c>thumbnails</c>), one with '/' matches a path from the root (<c>2019/**/raw</c>). A folder that
/// matches is excluded with everything in it. Case is ignored. <see cref="GlobEscapes"/> says what a backslash means.
/// </summary>
/// <remarks>
/// Not Microsoft.Extensions.FileSystemGlobbing: it cannot tell that a whole folder is excluded, so the walk would read
/// it for nothing; it allocates for each path; and it supports neither <c>?</c> nor sets.
/// </remarks>
internal sealed class ExcludePatterns
{
    private const string AnyFolders = "**";

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly string[] _nameGlobs;
    private readonly string[][] _paths;

    public ExcludePatterns(IReadOnlyList<string> patterns)
    {
        // Nearly all patterns are names, and most of those are plain: looking one up costs less than matching it.
        string[][] parsed =
        [
            .. patterns.Select(GlobEscapes.Resolve).SelectMany(Alternatives).Select(Parse)
                .Where(static parts => parts.Length > 0),
        ];
        string[] names = [.. parsed.Where(IsName).Select(static parts => parts[1])];
        _names = names.Where(static name => NameGlob.IsPlain(name)).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _nameGlobs = [.. names.Where(static name => !NameGlob.IsPlain(name))];
        _paths = [.. parsed.Where(static parts => !IsName(parts))];
    }

    /// <summary>Whether a file or folder itself is excluded. Parent folders are not checked.</summary>
    /// <param name="path">Relative to the root, separated by '/', without a trailing one.</param>
    public bool Match(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (_names.Contains(name))
            return true;
        foreach (var glob in _nameGlobs)
        {
            if (NameGlob.Matches(glob, name))
                return true;
        }
        if (_paths.Length == 0)
            return false;
        var names = path.Split('/');
        return Array.Exists(_paths, pattern => Match(pattern, names));
    }

    /// <summary>The patterns without braces; one with a brace that is not closed is taken as it stands.</summary>
    private static List<string> Alternatives(string pattern) =>
        GlobSyntax.Expand(pattern) is { Count: > 0 } expanded ? expanded : [pattern];

    /// <summary>Whether a pattern is a name at any depth.</summary>
    private static bool IsName(string[] parts) => parts is [AnyFolders, not AnyFolders];

    private static string[] Parse(string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (parts.FirstOrDefault() == ".")
            parts.RemoveAt(0);
        if (!pattern.AsSpan().TrimEnd('/').Contains('/') && parts.Count > 0)
            parts.Insert(0, AnyFolders);

        // "folder/**" excludes the folder's content, which is the same as excluding the folder.
        while (parts.Count > 1 && parts[^1] == AnyFolders)
            parts.RemoveAt(parts.Count - 1);
        return [.. parts];
    }

    /// <summary>
    /// Greedy matching with one backtracking point: a later <c>**</c> fixes the choice of an earlier one.
    /// </summary>
    private static bool Match(string[] pattern, string[] names)
    {
        var (p, n, resumePattern, resumeName) = (0, 0, -1, 0);
        while (n < names.Length)
        {
            if (p < pattern.Length && pattern[p] == AnyFolders)
                (resumePattern, resumeName) = (++p, n);
            else if (p < pattern.Length && NameGlob.Matches(pattern[p], names[n]))
                (p, n) = (p + 1, n + 1);
            else if (resumePattern >= 0)
                (p, n) = (resumePattern, ++resumeName);
            else
                return false;
        }

        return p == pattern.Length;
    }
}
