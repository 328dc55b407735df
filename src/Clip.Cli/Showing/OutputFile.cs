namespace Clip.Cli.Showing;

/// <summary>Writes a file that the user named, whole or not at all.</summary>
internal static class OutputFile
{
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="ClipException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var partial = path + ".part";
        try
        {
            File.WriteAllBytes(partial, content);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            try
            {
                File.Delete(partial);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // The first error says more.
            }
            throw new ClipException(path, $"cannot be written ({error.Message})", "choose another file", error);
        }
    }
}
