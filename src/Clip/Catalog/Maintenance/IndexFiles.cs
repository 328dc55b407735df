using Clip.Catalog.Storage;
using Clip.Catalog.Writing;

namespace Clip.Catalog.Maintenance;

/// <summary>Tells the files of an index from others in the folder that it is kept in.</summary>
internal static class IndexFiles
{
    /// <summary>
    /// Whether an index was in a folder, even if its catalog says nothing any more: there are vectors, or the folder
    /// exists for nothing else.
    /// </summary>
    public static bool WereIn(IndexLocation location) => Directory.Exists(location.Directory)
        && (Path.GetFileName(location.Directory) == IndexLocation.DefaultDirectoryName
            || Directory.EnumerateFiles(location.Directory).Any(static path => VectorFileName.Is(path)));

    /// <summary>Whether vectors are left of an index whose catalog is missing or empty.</summary>
    public static bool LostCatalog(IndexLocation location) =>
        Directory.Exists(location.Directory) && VectorFileName.FindFilled(location.Directory) is not null;

    /// <summary>The files and folders that something else has put into the folder of an index.</summary>
    public static IReadOnlyList<string> Others(IndexLocation location)
    {
        var catalog = Path.GetFileName(location.CatalogPath);
        return
        [
            .. Directory.EnumerateFileSystemEntries(location.Directory).Where(path =>
                !VectorFileName.Is(path) && !WriterLock.IsFile(path)
                && !Path.GetFileName(path).StartsWith(catalog, StringComparison.Ordinal)),
        ];
    }
}
