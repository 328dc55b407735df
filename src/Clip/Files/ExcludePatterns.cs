using System.IO.Enumeration;

namespace Clip.Files;

/// <summary>
/// Patterns of files and folders to leave out: <c>*</c> and <c>?</c> match within a name, <c>**</c> any number of
/// folders. A pattern without '/' matches a name at any depth (<c>*.gif</c>, <c>thumbnails</c>), one with '/' a path
/// from the root (<c>2019/**/raw</c>); either leaves out all that a folder holds. Case does not count.
/// </summary>
/// <remarks>
/// Not Microsoft.Extensions.FileSystemGlobbing: it cannot tell that a whole folder is left out, so that the walk would
/// read it in vain, it allocates for each path, and it knows no <c>?</c>.
/// </remarks>
internal sealed class ExcludePatterns
{
    private const string AnyFolders = "**";

    private readonly string[][] _patterns;

    public ExcludePatterns(IReadOnlyList<string> patterns) => _patterns = [.. patterns.Select(Parse).Where(parts => parts.Length > 0)];

    /// <summary>Whether a file or folder is left out itself. The folders above it are asked about on their own.</summary>
    /// <param name="path">Relative to the root, with '/' and without one at its end.</param>
    public bool Match(string path)
    {
        if (_patterns.Length == 0)
            return false;
        var names = path.Split('/');
        return Array.Exists(_patterns, pattern => Match(pattern, names));
    }

    private static string[] Parse(string pattern)
    {
        var parts = pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (parts.FirstOrDefault() == ".")
            parts.RemoveAt(0);
        if (!pattern.AsSpan().TrimEnd('/').ContainsAny('/', '\\') && parts.Count > 0)
            parts.Insert(0, AnyFolders);

        // "folder/**" leaves out what the folder holds, which is the same as the folder.
        while (parts.Count > 1 && parts[^1] == AnyFolders)
            parts.RemoveAt(parts.Count - 1);
        return [.. parts];
    }

    /// <summary>Greedy matching with one point of return: a later <c>**</c> makes an earlier one's choice final.</summary>
    private static bool Match(string[] pattern, string[] names)
    {
        var (p, n, returnPattern, returnName) = (0, 0, -1, 0);
        while (n < names.Length)
        {
            if (p < pattern.Length && pattern[p] == AnyFolders)
                (returnPattern, returnName) = (++p, n);
            else if (p < pattern.Length && FileSystemName.MatchesSimpleExpression(pattern[p], names[n]))
                (p, n) = (p + 1, n + 1);
            else if (returnPattern >= 0)
                (p, n) = (returnPattern, ++returnName);
            else
                return false;
        }

        return p == pattern.Length;
    }
}
