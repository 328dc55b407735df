namespace Clip;

/// <summary>
/// Where an index is and which folder it is about. The index names files relative to that folder, so folder and index
/// can move together.
/// </summary>
public sealed record IndexLocation
{
    /// <summary>The folder inside the pictures' folder that holds the index unless it is kept elsewhere.</summary>
    public const string DefaultDirectoryName = ".clip";

    private IndexLocation(string root, string directory)
    {
        Root = root;
        Directory = directory;
    }

    /// <summary>The folder that the pictures are in: a full path.</summary>
    public string Root { get; }

    /// <summary>The folder that the index itself is in: a full path.</summary>
    public string Directory { get; }

    /// <summary>Whether the index lies inside the folder that it is about, and moves with it.</summary>
    public bool IsInsideRoot => IsInside(Directory, Root);

    internal string CatalogPath => Path.Combine(Directory, "catalog.db");

    /// <summary>Names the index of a folder. Nothing is read or created.</summary>
    /// <param name="root">The folder that the pictures are in.</param>
    /// <param name="indexDirectory">Where the index is; null for <c>.clip</c> in <paramref name="root"/>.</param>
    public static IndexLocation For(string root, string? indexDirectory = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var fullRoot = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        return new IndexLocation(
            fullRoot,
            indexDirectory is null
                ? Path.Combine(fullRoot, DefaultDirectoryName)
                : Path.TrimEndingDirectorySeparator(Path.GetFullPath(indexDirectory)));
    }

    /// <summary>A file's path as the index stores it: relative to <see cref="Root"/>, separated by <c>/</c>.</summary>
    public string Relative(string path)
    {
        var relative = Path.GetRelativePath(Root, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The full path of a file that the index names.</summary>
    public string Full(string relativePath) =>
        Path.GetFullPath(Path.Combine(
            Root,
            Path.DirectorySeparatorChar == '/'
                ? relativePath
                : relativePath.Replace('/', Path.DirectorySeparatorChar)));

    private static bool IsInside(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !Path.IsPathRooted(relative);
    }
}
