namespace Clip.Files;

/// <summary>Reads size and time of single files, following links, and reports files that cannot be pictures.</summary>
internal static class PictureStat
{
    /// <summary>The file at a path, or null after a report. The file is not opened, so a pipe cannot block.</summary>
    public static PictureFile? Of(string path, string fullPath, Action<ClipException> report)
    {
        if (RealPath.Resolve(fullPath) is not { } real)
        {
            report(CircularLink(fullPath));
            return null;
        }

        var file = new FileInfo(real);
        try
        {
            // Throws the reason why the file cannot be read; Exists would only be false.
            _ = file.Attributes;
            if (file.Length > 0)
                return new PictureFile(path, fullPath, file.Length, file.LastWriteTimeUtc.Ticks);
            report(new ClipException(fullPath, "is empty", "delete it, or copy the picture again"));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            var isMissing = error is FileNotFoundException or DirectoryNotFoundException;
            report(isMissing && new FileInfo(fullPath).LinkTarget is { } target
                ? BrokenLink(fullPath, target, error)
                : UnreadableFile.Describe(fullPath, error));
        }

        return null;
    }

    /// <summary>Reports a broken link, which may have pointed to pictures. The target is not examined.</summary>
    public static void CheckLink(string fullPath, Action<ClipException> report)
    {
        if (RealPath.Resolve(fullPath) is not { } real)
            report(CircularLink(fullPath));
        else if (!Path.Exists(real) && new FileInfo(fullPath).LinkTarget is { } target)
            report(BrokenLink(fullPath, target));
    }

    public static ClipException CircularLink(string fullPath) =>
        new(fullPath, "is a link that leads back to itself", "delete the link");

    private static ClipException BrokenLink(string fullPath, string target, Exception? cause = null) =>
        new(fullPath, $"is a link to {target}, which does not exist", "delete the link, or restore its target", cause);
}
