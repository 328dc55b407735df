namespace Clip.Files;

/// <summary>Looks at single files, following links, and says what is wrong with those that cannot be pictures.</summary>
internal static class PictureStat
{
    /// <summary>The file at a path, or null after a report. The file is not opened, so that a pipe cannot block.</summary>
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
            _ = file.Attributes; // throws what keeps it from being read, where Exists would only say no
            if (file.Length > 0)
                return new PictureFile(path, fullPath, file.Length, file.LastWriteTimeUtc.Ticks);
            report(new ClipException(fullPath, "is empty", "delete it, or copy the picture anew"));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            report(error is FileNotFoundException or DirectoryNotFoundException && new FileInfo(fullPath).LinkTarget is { } target
                ? LostLink(fullPath, target, error)
                : UnreadableFile.Describe(fullPath, error));
        }

        return null;
    }

    /// <summary>Reports a link that leads nowhere: it may have led to pictures. Where it leads to is not looked at.</summary>
    public static void CheckLink(string fullPath, Action<ClipException> report)
    {
        if (RealPath.Resolve(fullPath) is not { } real)
            report(CircularLink(fullPath));
        else if (!Path.Exists(real) && new FileInfo(fullPath).LinkTarget is { } target)
            report(LostLink(fullPath, target));
    }

    public static ClipException CircularLink(string fullPath) =>
        new(fullPath, "is a link that leads back to itself", "delete the link");

    private static ClipException LostLink(string fullPath, string target, Exception? cause = null) =>
        new(fullPath, $"is a link to {target}, which does not exist", "delete the link, or bring back what it leads to", cause);
}
