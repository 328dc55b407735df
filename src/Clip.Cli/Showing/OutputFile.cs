using Clip.Files;

namespace Clip.Cli.Showing;

/// <summary>Writes a file that the user named, whole or not at all.</summary>
internal static class OutputFile
{
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="ClipException">The file cannot be written.</exception>
    public static void Write(string path, byte[] content)
    {
        try
        {
            AtomicFile.Replace(path, stream => stream.Write(content));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(path, $"cannot be written ({error.Message})", "choose another file", error);
        }
    }
}
