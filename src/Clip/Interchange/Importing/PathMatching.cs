using Clip.Files;

namespace Clip.Interchange.Importing;

/// <summary>
/// Finds the files of an index's folder that the paths of another program mean. That program may have had the pictures
/// elsewhere: what its paths have in common is dropped if the rest then names files that exist.
/// </summary>
internal sealed class PathMatching
{
    private readonly string _root;
    private readonly bool _isPlaced;

    private PathMatching(string root, string dropped, bool isPlaced) =>
        (_root, Dropped, _isPlaced) = (root, dropped, isPlaced);

    /// <summary>What is dropped from the beginning of paths; empty for nothing.</summary>
    public string Dropped { get; }

    /// <summary>Decides what to drop.</summary>
    /// <param name="root">The index's folder: a full path.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="dropped">What to drop; null to find out.</param>
    public static PathMatching For(string root, IReadOnlyList<string> paths, string? dropped)
    {
        var forward = root.Replace('\\', '/').TrimEnd('/') + "/";
        if (dropped is not null)
        {
            var folder = ForeignPath.Folder(dropped);
            return new PathMatching(forward, folder, Any(paths, forward) || (folder.Length > 0 && Any(paths, folder)));
        }

        // Where the paths are those of this folder, files of the same names in another one are other pictures.
        if (Any(paths, forward))
            return new PathMatching(forward, "", isPlaced: true);

        Dictionary<string, int> votes = new(StringComparer.Ordinal);
        foreach (var path in PathSample.Of(paths))
        {
            if (ForeignPath.Of(path) is not { } foreign)
                continue;
            var text = foreign.Text;
            for (var end = foreign.IsAbsolute ? AfterSlash(text, 0) : 0; end < text.Length; end = AfterSlash(text, end))
            {
                var rest = text[end..];
                if (rest[0] != '/' && !RelativePath.IsOutside(rest) && File.Exists(Path.Combine(root, rest)))
                    votes[text[..end]] = votes.GetValueOrDefault(text[..end]) + 1;
            }
        }

        var best = votes.OrderByDescending(static vote => vote.Value)
            .ThenByDescending(static vote => vote.Key.Length).Select(static vote => vote.Key).FirstOrDefault();
        return new PathMatching(forward, best ?? "", isPlaced: best is not null);
    }

    /// <summary>The path relative to the index's folder.</summary>
    /// <param name="path">The path as the other program wrote it.</param>
    /// <param name="problem">Why there is none, where the result is null.</param>
    public string? Relative(string path, out string problem)
    {
        problem = "the path leads out of the folder";
        if (AsWritten(path) is { } own)
            return own;
        if (ForeignPath.Of(path) is not { } foreign)
            return null;
        if (Below(foreign) is not { } relative)
        {
            problem = $"the path is outside of {(Dropped.Length > 0 ? Dropped : _root)}";
            return null;
        }

        if (RelativePath.IsOutside(relative))
            return null;
        if (relative.Length > 0 && RelativePath.IsUnicode(relative))
            return relative;
        problem = relative.Length == 0 ? "the path names no file" : "the path is not Unicode";
        return null;
    }

    /// <summary>
    /// What a path is below the folder; null where it is absolute and outside, though others are inside.
    /// </summary>
    private string? Below(ForeignPath path)
    {
        if (path.Text.StartsWith(_root, StringComparison.Ordinal))
            return path.Text[_root.Length..];
        if (Dropped.Length > 0 && path.Text.StartsWith(Dropped, StringComparison.Ordinal))
            return path.Text[Dropped.Length..];
        return path.IsAbsolute && _isPlaced ? null : path.WithoutRoot();
    }

    /// <summary>
    /// A name that looks like one of Windows, but is that of a file here, where a backslash is a letter.
    /// </summary>
    private string? AsWritten(string path)
    {
        if (OperatingSystem.IsWindows() || path.AsSpan().IndexOfAny('\\', ':') < 0 || path.StartsWith('/'))
            return null;
        var isPlain = path.Split('/').All(static part => part is not ("" or "." or ".."));
        return isPlain && RelativePath.IsUnicode(path) && File.Exists(_root + path) ? path : null;
    }

    private static bool Any(IReadOnlyList<string> paths, string folder) => paths.Any(path =>
        ForeignPath.Of(path) is { } foreign && foreign.Text.StartsWith(folder, StringComparison.Ordinal));

    private static int AfterSlash(string path, int from) =>
        path.IndexOf('/', from) is >= 0 and var slash ? slash + 1 : path.Length;
}
