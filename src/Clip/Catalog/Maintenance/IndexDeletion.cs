using Clip.Catalog.Writing;
using Clip.Files;

namespace Clip.Catalog.Maintenance;

/// <summary>
/// Deletes an index. Pictures, and files that something else has put beside the index, are not touched.
/// </summary>
public static class IndexDeletion
{
    /// <summary>Deletes an index, and the folder that it is in if nothing else is left there.</summary>
    /// <param name="location">The index; does nothing if there is none.</param>
    /// <param name="ownsFolder">
    /// Whether the folder exists for nothing but the index, so that all files in it are deleted; a folder <c>.clip</c>
    /// always does.
    /// </param>
    /// <param name="cancellationToken">Stops before anything is deleted.</param>
    /// <exception cref="IndexException">Another program writes the index, or its files cannot be deleted.</exception>
    public static void Run(
        IndexLocation location, bool ownsFolder = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!Directory.Exists(location.Directory))
            return;
        try
        {
            using (WriterLock.Take(location, WriterWait.None, cancellationToken))
            {
                // The catalog first: what is left by an interruption is no index that could be taken for a whole one.
                var others = ownsFolder || IsOwn(location) ? [] : IndexFiles.Others(location);
                foreach (var file in Directory.EnumerateFiles(location.Directory).Except(others)
                    .Where(static file => !WriterLock.IsFile(file))
                    .OrderByDescending(file => file == location.CatalogPath))
                {
                    File.Delete(file);
                }
            }
            foreach (var file in Directory.EnumerateFiles(location.Directory).Where(WriterLock.IsFile))
                File.Delete(file);
            if (!Directory.EnumerateFileSystemEntries(location.Directory).Any())
                Directory.Delete(location.Directory);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw IndexException.From(location.Directory, error);
        }
    }

    private static bool IsOwn(IndexLocation location) =>
        Path.GetFileName(location.Directory) == IndexLocation.DefaultDirectoryName;
}
