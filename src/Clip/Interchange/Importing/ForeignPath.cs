using Clip.Files;

namespace Clip.Interchange.Importing;

/// <summary>
/// A path as another program wrote it, on any system, with <c>/</c> between its parts and without <c>.</c> and
/// <c>..</c>; a relative one that leads upwards keeps the <c>..</c> at its beginning.
/// </summary>
/// <param name="Text">The path.</param>
/// <param name="IsAbsolute">Whether it begins with a root, a drive, a server or a scheme.</param>
internal readonly record struct ForeignPath(string Text, bool IsAbsolute)
{
    /// <summary>Whether it leads out of the folder that it is relative to.</summary>
    public bool LeadsOut => !IsAbsolute && RelativePath.IsOutside(Text);

    /// <returns>The path; null for an absolute one that leads above its root.</returns>
    public static ForeignPath? Of(string path)
    {
        var forward = Forward(path);
        var root = RootLength(forward);
        List<string> parts = [];
        foreach (var part in forward[root..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part == ".." && root > 0)
                return null;
            else if (part != ".")
                parts.Add(part);
        }

        return new ForeignPath(forward[..root] + string.Join('/', parts), root > 0);
    }

    /// <summary>A folder's path, which ends with <c>/</c>; empty for none.</summary>
    public static string Folder(string path) => Of(path) is not { Text.Length: > 0 } folder
        ? ""
        : folder.Text.EndsWith('/') ? folder.Text : folder.Text + "/";

    /// <summary>The parts below the root; a drive's is without its colon, which is no part of a name.</summary>
    public string WithoutRoot()
    {
        var parts = Text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is [[_, ':'], ..])
            parts[0] = parts[0][..1];
        return string.Join('/', parts);
    }

    private static string Forward(string path)
    {
        if (path.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(path, UriKind.Absolute, out var uri))
        {
            return uri.LocalPath.Replace('\\', '/');
        }

        return IsOfWindows(path) ? path.Replace('\\', '/') : path;
    }

    // Elsewhere a backslash is a letter of a name, and one beside slashes is more likely that.
    private static bool IsOfWindows(string path) =>
        path is [_, ':', '\\' or '/', ..] && char.IsAsciiLetter(path[0])
        || path is ['\\', '\\', ..]
        || (path.Contains('\\', StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal));

    private static int RootLength(string forward)
    {
        if (forward is [_, ':', '/', ..] && char.IsAsciiLetter(forward[0]))
            return 3;
        var scheme = forward.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && forward.AsSpan(0, scheme).IndexOf('/') < 0)
            return scheme + 3;
        var slashes = 0;
        while (slashes < forward.Length && forward[slashes] == '/')
            slashes++;
        // Two slashes begin the name of a server.
        return slashes == 2 ? 2 : Math.Min(slashes, 1);
    }
}
