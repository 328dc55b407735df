namespace Clip.Files;

/// <summary>
/// A file that one program at a time holds open. The system releases it when the program ends, however it ends. The
/// file is not removed, because two programs could then hold two files of one name.
/// </summary>
internal static class LockFile
{
    /// <summary>Takes the lock; disposing of the stream releases it.</summary>
    /// <param name="path">The file, which is created if there is none; its folder exists.</param>
    /// <param name="createMode">The mode of a new file on Unix; null for the usual one.</param>
    /// <returns>The open file; null where another program holds it.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it.</exception>
    public static FileStream? TryTake(string path, UnixFileMode? createMode = null)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (createMode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = createMode;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a file could not be opened because another program holds it: EWOULDBLOCK of Linux and macOS,
    /// ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    /// </summary>
    public static bool IsHeld(IOException error) =>
        error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
