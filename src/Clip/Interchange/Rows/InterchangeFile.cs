using Clip.Files;

namespace Clip.Interchange.Rows;

/// <summary>Opens and reads the files of other programs.</summary>
internal static class InterchangeFile
{
    /// <summary>What fits into an array.</summary>
    private const long MaxBytes = int.MaxValue - 64;

    private const string Remedy = "check the path and its permissions";

    public static FileStream Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.CanSeek)
                return file;
            file.Dispose();
            throw new InterchangeException(path, "is a pipe, which can be read only once", "save it to a file first");
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InterchangeException">It cannot be read, or is larger than 2 GB.</exception>
    public static byte[] Read(string path)
    {
        using var file = Open(path);
        return Read(file, path);
    }

    /// <summary>Reads a stream to its end.</summary>
    public static byte[] Read(Stream stream, string name)
    {
        try
        {
            return StreamedFile.Read(stream, MaxBytes)
                ?? throw new InterchangeException(name, "is larger than 2 GB", "divide it into several files");
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw Unreadable(name, error);
        }
    }

    public static InterchangeException Unreadable(string path, Exception error) =>
        error is FileNotFoundException or DirectoryNotFoundException
            ? new InterchangeException(path, "does not exist", Remedy, error)
            : new InterchangeException(path, $"cannot be read ({error.Message})", Remedy, error);
}
