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
        if (!IsIn(folder, relativePath) || index.FindFile(relativePath) is not { } file)
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

    private static string? FullPath(SearchedFolder folder, string relativePath)
    {
        try
        {
            var root = RealPath.Resolve(folder.Location.Full(folder.Folder));
            var path = RealPath.Resolve(folder.Location.Full(relativePath));
            return root is not null && path is not null && RealPath.IsWithin(path, root) && File.Exists(path)
                ? path
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
