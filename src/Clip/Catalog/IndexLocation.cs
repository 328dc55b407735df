using Clip.Catalog;

namespace Clip;

/// <summary>
/// Where an index is and which folder it is about. The index names files relative to that folder, so folder and index
/// can move together.
/// </summary>
public sealed record IndexLocation
{
    /// <summary>The folder inside the pictures' folder that holds the index unless it is kept elsewhere.</summary>
    public const string DefaultDirectoryName = ".clip";

    /// <summary>What the address of pictures in an object store begins with.</summary>
    internal const string ObjectScheme = "s3://";

    private IndexLocation(string root, string directory, IPictureStore? store = null)
    {
        Root = root;
        Directory = directory;
        Store = store;
    }

    /// <summary>
    /// The folder that the pictures are in: a full path. Of pictures in an object store, which only an index in a
    /// database can be about: the address that their keys begin with.
    /// </summary>
    public string Root { get; }

    /// <summary>
    /// The folder that the index itself is in: a full path. Of an index in a database, the address of the database.
    /// </summary>
    public string Directory { get; }

    /// <summary>Whether the index lies inside the folder that it is about, and moves with it.</summary>
    public bool IsInsideRoot => Store is null && IsInside(Directory, Root);

    /// <summary>The database that keeps the index; null for a folder.</summary>
    internal IPictureStore? Store { get; }

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

    /// <summary>Names an index that a database keeps. Nothing is read or created.</summary>
    /// <param name="store">The database.</param>
    /// <param name="root">
    /// The folder that the pictures are in, as this machine reaches it, or their address in an object store.
    /// </param>
    internal static IndexLocation In(IPictureStore store, string root) =>
        new(FullRoot(root), store.Address, store);

    /// <summary>A root in its full form.</summary>
    internal static string FullRoot(string root) => IsObjectAddress(root)
        ? root.TrimEnd('/')
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Whether a root is the address of pictures in an object store.</summary>
    internal static bool IsObjectAddress(string root) => root.StartsWith(ObjectScheme, StringComparison.Ordinal);

    /// <summary>A file's path as the index stores it: relative to <see cref="Root"/>, separated by <c>/</c>.</summary>
    public string Relative(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsObjectAddress(Root) && path.StartsWith(Root + "/", StringComparison.Ordinal))
            return path[(Root.Length + 1)..];
        var relative = Path.GetRelativePath(Root, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The full path of a file that the index names.</summary>
    public string Full(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        if (IsObjectAddress(Root))
            return relativePath.Length == 0 ? Root : $"{Root}/{relativePath}";
        return Path.GetFullPath(Path.Combine(
            Root,
            Path.DirectorySeparatorChar == '/'
                ? relativePath
                : relativePath.Replace('/', Path.DirectorySeparatorChar)));
    }

    private static bool IsInside(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !Path.IsPathRooted(relative);
    }
}
