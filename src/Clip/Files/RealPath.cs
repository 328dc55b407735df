namespace Clip.Files;

/// <summary>Resolves every link in a path.</summary>
internal static class RealPath
{
    // Linux gives up after 40 links as well.
    private const int MaxLinks = 40;

    /// <summary>The path without links, or null if they are circular. Parts that do not exist are kept.</summary>
    /// <param name="path">An absolute path.</param>
    public static string? Resolve(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var parts = new Stack<string>();
        Push(parts, path[real.Length..]);
        for (var links = 0; parts.TryPop(out var part);)
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                // The parent is right only now that everything before ".." is resolved.
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Join(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
                return null;
            if (Path.IsPathFullyQualified(target))
            {
                real = Path.GetPathRoot(target)!;
                target = target[real.Length..];
            }

            Push(parts, target);
        }

        return real;
    }

    /// <summary>Whether a path is a folder or inside it, as both are written.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length
            || Path.EndsInDirectorySeparator(folder)
            || path[folder.Length] == Path.DirectorySeparatorChar);

    private static void Push(Stack<string> parts, string path)
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        foreach (var part in path.Split(separators, StringSplitOptions.RemoveEmptyEntries).Reverse())
            parts.Push(part);
    }
}
