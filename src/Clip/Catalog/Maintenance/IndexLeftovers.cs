using Clip.Catalog.Database;
using Clip.Catalog.Writing;
using Clip.Files;

namespace Clip.Catalog.Maintenance;

/// <summary>
/// Finds and removes what programs leave that are killed: the new index of a rebuild, the old one that it has replaced,
/// and files that were about to replace others.
/// </summary>
internal static class IndexLeftovers
{
    private const string RebuildSuffix = ".rebuild";
    private const string TemporaryExtension = ".tmp";

    /// <summary>A file that is to replace another is written in moments; nobody is at an older one.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Where a rebuild fills the new index.</summary>
    public static IndexLocation RebuildOf(IndexLocation location) =>
        IndexLocation.For(location.Root, location.Directory + RebuildSuffix);

    /// <summary>What is left of an index in a folder.</summary>
    /// <param name="location">The index.</param>
    /// <param name="isWriter">Whether the caller is the index's writer, so that nobody else rebuilds it.</param>
    public static IReadOnlyList<IndexLeftover> Find(IndexLocation location, bool isWriter = false)
    {
        if (location.Store is not null)
            return [];
        try
        {
            List<IndexLeftover> found = [];
            var rebuild = RebuildOf(location);
            if (IsIndex(rebuild) && (isWriter || !WriterLock.IsHeld(location)) && !WriterLock.IsHeld(rebuild))
                found.Add(OfFolder(rebuild.Directory, IsContinuable(rebuild, location)));
            found.AddRange(Replaced(location).Select(static folder => OfFolder(folder, isUnfinishedRebuild: false)));
            found.AddRange(Temporary(location));
            return found;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // What cannot be looked at is somebody else's.
            return [];
        }
    }

    /// <summary>Removes one. Only for the index's writer.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool Remove(IndexLeftover leftover)
    {
        try
        {
            if (Directory.Exists(leftover.Path))
                Directory.Delete(leftover.Path, recursive: true);
            else
                File.Delete(leftover.Path);
            return true;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
    }

    /// <summary>
    /// Whether a rebuild can continue with what an earlier one has left. What is older than the index in its place is
    /// no successor of it, but the index that was there before, of which a killed rebuild could not delete the rest.
    /// </summary>
    /// <param name="rebuild">Where the rebuild fills the new index.</param>
    /// <param name="location">The index.</param>
    public static bool IsContinuable(IndexLocation rebuild, IndexLocation location) =>
        CreatedUtc(rebuild) is { } created && !(CreatedUtc(location) >= created);

    /// <summary>
    /// Puts an index back that a program was about to replace when it was killed: where that takes two steps, there is
    /// none in its place between them.
    /// </summary>
    public static void Restore(IndexLocation location)
    {
        if (location.Store is not null || Directory.Exists(location.Directory) || !Directory.Exists(location.Root))
            return;
        try
        {
            var replaced = Replaced(location)
                .Where(folder => CreatedUtc(IndexLocation.For(location.Root, folder)) is not null)
                .OrderBy(Directory.GetLastWriteTimeUtc).LastOrDefault();
            if (replaced is not null)
                Directory.Move(replaced, location.Directory);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // Another program was faster.
        }
    }

    /// <summary>The folders of indexes that were replaced.</summary>
    private static IEnumerable<string> Replaced(IndexLocation location)
    {
        var (parent, name) = (Path.GetDirectoryName(location.Directory), Path.GetFileName(location.Directory));
        return parent is null || !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent, name + ".*" + FolderSwap.RetiredExtension).Where(folder =>
                FolderSwap.IsRetired(folder, location.Directory)
                && IsIndex(IndexLocation.For(location.Root, folder)));
    }

    private static IEnumerable<IndexLeftover> Temporary(IndexLocation location) => Directory.Exists(location.Directory)
        ? new DirectoryInfo(location.Directory).EnumerateFiles("*" + TemporaryExtension)
            .Where(static file => AtomicFile.IsUnfinished(file.Name)
                && file.LastWriteTimeUtc < DateTime.UtcNow - Abandoned)
            .Select(static file => new IndexLeftover(file.FullName, IsUnfinishedRebuild: false, file.Length))
        : [];

    /// <summary>Whether a folder holds an index, or the beginning of one, and nothing else.</summary>
    private static bool IsIndex(IndexLocation location) =>
        Directory.Exists(location.Directory) && IndexFiles.Others(location).All(AtomicFile.IsUnfinished);

    private static IndexLeftover OfFolder(string folder, bool isUnfinishedRebuild) => new(
        folder, isUnfinishedRebuild, new DirectoryInfo(folder).EnumerateFiles().Sum(static file => file.Length));

    private static DateTime? CreatedUtc(IndexLocation location)
    {
        if (!PictureIndex.Exists(location))
            return null;
        try
        {
            using var catalog = CatalogDatabase.OpenForReading(location.CatalogPath);
            return catalog.ReadState().CreatedUtc;
        }
        catch (IndexException)
        {
            return null;
        }
    }
}
