namespace Clip.Files;

/// <summary>
/// Reads properties of a link's target. In the Hugging Face cache every file of a model is a symbolic link, and
/// <see cref="FileInfo"/> describes the link itself: its own length, and that it exists even if its target does not.
/// </summary>
internal static class LinkedFile
{
    /// <summary>The length of the file that a path resolves to, or null if there is none.</summary>
    public static long? Length(string path)
    {
        try
        {
            FileSystemInfo? info = new FileInfo(path);
            if (info.LinkTarget is not null)
                info = info.ResolveLinkTarget(returnFinalTarget: true);
            return info is FileInfo { Exists: true } file ? file.Length : null;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }
}
