namespace Clip.Files;

/// <summary>Paths relative to a root folder, separated by <c>/</c> on every system.</summary>
internal static class RelativePath
{
    /// <summary>A path relative to a root; <c>.</c> for the root itself.</summary>
    /// <param name="root">A full path.</param>
    /// <param name="path">A full path.</param>
    public static string Of(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Whether a relative path leads out of its root.</summary>
    public static bool IsOutside(string relativePath) =>
        relativePath == ".."
        || relativePath.StartsWith("../", StringComparison.Ordinal)
        || Path.IsPathRooted(relativePath);

    /// <summary>Whether a relative path is a folder or inside it.</summary>
    public static bool IsWithin(string relativePath, string folder) =>
        folder is "." or ""
        || (relativePath.StartsWith(folder, StringComparison.Ordinal)
            && (relativePath.Length == folder.Length || relativePath[folder.Length] == '/'));

    /// <summary>Whether something holds for a path or one of the folders that it is in, the outermost first.</summary>
    public static bool AnyLevel(string relativePath, Func<string, bool> holds)
    {
        for (var end = relativePath.IndexOf('/'); end >= 0; end = relativePath.IndexOf('/', end + 1))
        {
            if (holds(relativePath[..end]))
                return true;
        }
        return holds(relativePath);
    }

    /// <summary>
    /// Whether a path is valid Unicode. Windows also allows names with one half of a surrogate pair, which no index can
    /// store.
    /// </summary>
    public static bool IsUnicode(string path)
    {
        if (!path.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return true;
        for (var i = 0; i < path.Length; i++)
        {
            if (char.IsSurrogate(path[i]) && !char.IsSurrogatePair(path, i++))
                return false;
        }
        return true;
    }
}
