namespace Clip.Files;

/// <summary>
/// Asks about the file that a path leads to. In the Hugging Face cache every file of a model is a symbolic link, and
/// <see cref="FileInfo"/> answers for the link: its own length, and that it exists though its target does not.
/// </summary>
internal static class LinkedFile
{
    /// <summary>The length of the file that a path leads to, or null where it leads to none.</summary>
    public static long? Length(string path)
    {
        try
        {
            FileSystemInfo? info = new FileInfo(path);
            if (info.LinkTarget is not null)
                info = info.ResolveLinkTarget(returnFinalTarget: true);
            return info is FileInfo { Exists: true } file ? file.Length : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
