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

        if (FileStat.Of(real) is not { } stat)
            report(Unreadable(fullPath, real));
        else if (stat is { Kind: FileKind.Regular, Size: > 0 })
            return PictureFile.From(path, fullPath, stat, real);
        else
            report(NotAPicture(fullPath, stat.Kind));
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

    private static ClipException NotAPicture(string fullPath, FileKind kind) => kind switch
    {
        FileKind.Regular => new(fullPath, "is empty", "delete it, or copy the picture again"),
        FileKind.Folder => new(fullPath, "is a folder, not a picture", "check the path"),
        FileKind.Pipe => Special(fullPath, "a named pipe"),
        FileKind.Socket => Special(fullPath, "a socket"),
        _ => Special(fullPath, "a device"),
    };

    private static ClipException Special(string fullPath, string kind) => new(
        fullPath, $"is {kind}, not a file, in spite of its name; it was not opened", "exclude it, or rename it");

    /// <summary>The reason why nothing can be said of a file.</summary>
    private static ClipException Unreadable(string fullPath, string real)
    {
        try
        {
            // These throw the reason; Exists would only be false.
            var file = new FileInfo(real);
            _ = file.Attributes;
            _ = file.Length;
            return new ClipException(fullPath, "cannot be read", "check the drive it lies on");
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            var isMissing = error is FileNotFoundException or DirectoryNotFoundException;
            return isMissing && new FileInfo(fullPath).LinkTarget is { } target
                ? BrokenLink(fullPath, target, error)
                : UnreadableFile.Describe(fullPath, error);
        }
    }

    private static ClipException BrokenLink(string fullPath, string target, Exception? cause = null) =>
        new(fullPath, $"is a link to {target}, which does not exist", "delete the link, or restore its target", cause);
}
