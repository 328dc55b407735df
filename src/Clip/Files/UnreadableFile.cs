namespace Clip.Files;

/// <summary>Says what keeps a file or folder from being read.</summary>
internal static class UnreadableFile
{
    /// <summary>Whether an exception is one of those that opening and reading throws.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>The error to show for an exception that <see cref="Is"/> accepts.</summary>
    public static ClipException Describe(string path, Exception error) => error switch
    {
        // .NET puts this character where a name's bytes are not UTF-8, and with it the name leads nowhere.
        FileNotFoundException or DirectoryNotFoundException when Path.GetFileName(path).Contains('\uFFFD') =>
            new(path, "has a name that is not valid UTF-8", "rename it", error),
        FileNotFoundException or DirectoryNotFoundException => new(path, "does not exist", "check the path", error),
        UnauthorizedAccessException => new(path, "may not be read", "give yourself permission to read it", error),
        _ => new(path, $"cannot be read ({error.Message.TrimEnd('.')})", "check the drive it lies on", error),
    };
}
