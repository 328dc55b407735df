using Clip.Files;

namespace Clip.Interchange.Importing;

/// <summary>
/// Finds the files of an index's folder that the paths of another program mean. That program may have had the pictures
/// elsewhere: what its paths have in common is dropped if the rest then names files that exist.
/// </summary>
internal sealed class PathMatching
{
    /// <summary>How many paths vote on what to drop.</summary>
    private const int Voters = 256;

    private readonly string _root;

    private PathMatching(string root, string dropped) => (_root, Dropped) = (root, dropped);

    /// <summary>What is dropped from the beginning of paths; empty for nothing.</summary>
    public string Dropped { get; }

    /// <summary>Decides what to drop.</summary>
    /// <param name="root">The index's folder: a full path.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="dropped">What to drop; null to find out.</param>
    public static PathMatching For(string root, IEnumerable<string> paths, string? dropped)
    {
        var forward = root.Replace('\\', '/').TrimEnd('/') + "/";
        if (dropped is not null)
            return new PathMatching(forward, WithSlash(Forward(dropped)));

        Dictionary<string, int> votes = new(StringComparer.Ordinal);
        foreach (var path in paths.Select(Forward).Where(path => !path.StartsWith(forward, StringComparison.Ordinal))
            .Take(Voters))
        {
            for (var end = 0; end < path.Length; end = AfterSlash(path, end))
            {
                var rest = path[end..];
                if (rest.Length > 0 && rest[0] != '/' && File.Exists(Path.Combine(root, rest)))
                    votes[path[..end]] = votes.GetValueOrDefault(path[..end]) + 1;
            }
        }

        return new PathMatching(
            forward,
            votes.OrderByDescending(static vote => vote.Value).ThenByDescending(static vote => vote.Key.Length)
                .Select(static vote => vote.Key).FirstOrDefault() ?? "");
    }

    /// <summary>The path relative to the index's folder; null where it leads out of it.</summary>
    public string? Relative(string path)
    {
        var forward = Forward(path);
        if (forward.StartsWith(_root, StringComparison.Ordinal))
            forward = forward[_root.Length..];
        else if (Dropped.Length > 0 && forward.StartsWith(Dropped, StringComparison.Ordinal))
            forward = forward[Dropped.Length..];
        List<string> parts = [];
        foreach (var part in forward.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
                return null;
            // A drive's colon is no part of a name.
            if (part != ".")
                parts.Add(parts.Count == 0 && part is [_, ':'] ? part[..1] : part);
        }

        var relative = string.Join('/', parts);
        return relative.Length > 0 && RelativePath.IsUnicode(relative) ? relative : null;
    }

    private static string Forward(string path)
    {
        if (path.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(path, UriKind.Absolute, out var uri))
        {
            return uri.LocalPath.Replace('\\', '/');
        }

        var isWindows = path is [_, ':', '\\', ..] || (path.Contains('\\') && !path.Contains('/'));
        return isWindows ? path.Replace('\\', '/') : path;
    }

    private static int AfterSlash(string path, int from) =>
        path.IndexOf('/', from) is >= 0 and var slash ? slash + 1 : path.Length;

    private static string WithSlash(string folder) =>
        folder.Length == 0 || folder.EndsWith('/') ? folder : folder + "/";
}
