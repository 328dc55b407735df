using System.Globalization;

namespace Clip.Catalog;

/// <summary>
/// Keeps a second writer out. The operating system releases the lock when the process ends, however it ends, so no
/// stale lock can shut anyone out. Who holds it is written beside it, because a locked file cannot be read.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _holderPath;

    private WriterLock(FileStream file, string holderPath)
    {
        _lock = file;
        _holderPath = holderPath;
    }

    /// <summary>Makes the index's folder if there is none and becomes its only writer.</summary>
    /// <exception cref="IndexException">Another writer is at work, or the folder cannot be written.</exception>
    public static WriterLock Take(IndexLocation location)
    {
        var holderPath = Path.Combine(location.Directory, "writer.txt");
        if (File.Exists(location.Directory))
            throw new IndexException(location.Directory, "is a file where the index's folder should be", "move it away, or keep the index in another place with --index-dir DIR");
        try
        {
            Directory.CreateDirectory(location.Directory);
            var file = new FileStream(
                Path.Combine(location.Directory, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                File.WriteAllText(holderPath, string.Create(
                    CultureInfo.InvariantCulture,
                    $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}Z"));
                return new WriterLock(file, holderPath);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (IOException io) when (IsHeld(io))
        {
            throw new IndexException(
                location.Directory, $"is being written by {Holder(holderPath)}", "try again when that has finished", io);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(location.Directory, failed);
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_holderPath);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Only a note for people; the next writer overwrites it.
        }
        _lock.Dispose();
    }

    /// <summary>EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException io) => io.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Holder(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var text = new char[200];
            var length = reader.ReadBlock(text);
            return length > 0 ? new string(text, 0, length) : "another program";
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return "another program";
        }
    }
}
