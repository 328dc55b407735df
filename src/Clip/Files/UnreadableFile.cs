namespace Clip.Files;

/// <summary>Describes why a file or folder cannot be read.</summary>
internal static class UnreadableFile
{
    /// <summary>Whether an exception is one that opening or reading a file throws.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>The error to report for an exception that <see cref="Is"/> accepts.</summary>
    public static ClipException Describe(string path, Exception error) => error switch
    {
        // .NET replaces bytes that are not UTF-8 with this character, and the resulting name does not exist.
        FileNotFoundException or DirectoryNotFoundException when Path.GetFileName(path).Contains('\uFFFD') =>
            new(path, "has a name that is not valid UTF-8", "rename it", error),
        FileNotFoundException or DirectoryNotFoundException => new(path, "does not exist", "check the path", error),
        UnauthorizedAccessException => new(path, "may not be read", "give yourself permission to read it", error),
        _ => new(path, $"cannot be read ({error.Message.TrimEnd('.')})", "check the drive it lies on", error),
    };
}
