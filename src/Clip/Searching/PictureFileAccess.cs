using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// The file of an indexed picture, for callers that pass it on to others: it is named only if it really lies in the
/// searched folder, whatever links lead there.
/// </summary>
internal static class PictureFileAccess
{
    /// <summary>Finds what the index holds of a picture and where its file is.</summary>
    /// <param name="index">The index.</param>
    /// <param name="folder">The folder to which the caller is limited.</param>
    /// <param name="relativePath">The path as in <see cref="FileRecord.Path"/>.</param>
    /// <returns>
    /// The record and the full path without links; null where the index does not hold the picture in that folder. The
    /// path is null where the file is gone or a link leads out of the folder.
    /// </returns>
    public static (FileRecord File, string? FullPath)? Find(
        PictureIndex index, SearchedFolder folder, string relativePath)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relativePath);
        if (!IsShown(folder, relativePath) || index.FindFile(relativePath) is not { } file)
            return null;
        return (file, FullPath(folder, file.Path));
    }

    /// <summary>Whether a path of the index lies in the searched folder.</summary>
    public static bool IsIn(SearchedFolder folder, string relativePath)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relativePath);
        return folder.Folder.Length == 0 || RelativePath.IsWithin(relativePath, folder.Folder);
    }

    /// <summary>
    /// Whether a path of the index lies in the searched folder, and no link leads out of it where that counts.
    /// </summary>
    public static bool IsShown(SearchedFolder folder, string relativePath) =>
        IsIn(folder, relativePath) && folder.Confinement?.LeftOut?.Paths.Contains(relativePath) != true;

    /// <summary>The full path of an indexed picture without links.</summary>
    /// <param name="folder">The folder to which the caller is limited.</param>
    /// <param name="relativePath">The path relative to the index's root.</param>
    /// <returns>The path; null where the file is gone or a link leads out of the folder.</returns>
    public static string? FullPath(SearchedFolder folder, string relativePath)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relativePath);
        return RealPathIn(folder, folder.Location.Full(relativePath)) is var (_, path) && File.Exists(path)
            ? path
            : null;
    }

    /// <summary>
    /// Whether a picture without a file of its own lies in an archive, which no link takes out of the folder, or in an
    /// object store.
    /// </summary>
    /// <param name="index">The index.</param>
    /// <param name="folder">The folder to which the caller is limited.</param>
    /// <param name="relativePath">The path relative to the index's root, in that folder.</param>
    public static bool IsElsewhere(PictureIndex index, SearchedFolder folder, string relativePath)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relativePath);
        return index.Elsewhere is { } elsewhere
            && (elsewhere.IsObjectStore
                || (elsewhere.ArchiveOf(relativePath) is { } archive && FullPath(folder, archive) is not null));
    }

    /// <summary>What the index calls a file that is named through links.</summary>
    /// <param name="folder">The folder to which the caller is limited.</param>
    /// <param name="path">A full path of this machine; network paths of Windows are not followed.</param>
    /// <returns>The path relative to the index's root; null where the file does not lie in the folder.</returns>
    public static string? RelativePathThroughLinks(SearchedFolder folder, string path)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        if (path.StartsWith(@"\\", StringComparison.Ordinal))
            return null;
        return RealPathIn(folder, path) is var (root, real)
            ? folder.Location.Relative(Path.Join(folder.Location.Full(folder.Folder), real[root.Length..]))
            : null;
    }

    /// <summary>The folder and a path without links; null where the path does not lie in the folder then.</summary>
    private static (string Root, string Path)? RealPathIn(SearchedFolder folder, string path)
    {
        try
        {
            return RealPath.Resolve(folder.Location.Full(folder.Folder)) is { } root
                && RealPath.Resolve(path) is { } real && RealPath.IsWithin(real, root)
                ? (root, real)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
