using System.Diagnostics;
using System.Globalization;

namespace Clip.Catalog;

/// <summary>
/// Keeps a second writer out. The operating system releases the lock when the process ends, however it ends, so no
/// stale lock can shut anyone out. Who holds it is written beside it, because a locked file cannot be read.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    // A lock cannot be waited for, only tried. Seldom enough to cost nothing, often enough to lose no time to speak of.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly FileStream _lock;
    private readonly string _holderPath;

    private WriterLock(FileStream file, string holderPath)
    {
        _lock = file;
        _holderPath = holderPath;
    }

    /// <summary>Makes the index's folder if there is none and becomes its only writer.</summary>
    /// <param name="location">The index.</param>
    /// <param name="wait">What to do while there is another.</param>
    /// <param name="cancellationToken">Stops the wait at once.</param>
    /// <exception cref="IndexException">Another writer is at work, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static WriterLock Take(IndexLocation location, WriterWait wait, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var pause = FirstPause;
        string? told = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(location) is { } taken)
                return taken;
            if (clock.Elapsed >= wait.AtMost)
                throw Held(location);
            // Who comes upon the end of another's work need not hear of it.
            if (pause > FirstPause && Holder(location) is var holder && holder != told)
                wait.OnHeld?.Invoke(told = holder);
            cancellationToken.WaitHandle.WaitOne(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Fails as <see cref="Take"/> would while another writer is at work. Writes nothing.</summary>
    /// <exception cref="IndexException">Another writer is at work.</exception>
    public static void ThrowIfHeld(IndexLocation location)
    {
        // A writer that was killed leaves its note, but not its lock.
        if (!File.Exists(HolderPath(location)))
            return;
        try
        {
            using var file = new FileStream(LockPath(location), FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException io) when (IsHeld(io))
        {
            throw Held(location);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Whatever it is, it is told when the lock is taken.
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

    private static string LockPath(IndexLocation location) => Path.Combine(location.Directory, "writer.lock");

    private static string HolderPath(IndexLocation location) => Path.Combine(location.Directory, "writer.txt");

    private static WriterLock? TryTake(IndexLocation location)
    {
        if (File.Exists(location.Directory))
            throw IndexException.NotAFolder(location.Directory);
        try
        {
            Directory.CreateDirectory(location.Directory);
            var file = new FileStream(LockPath(location), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                File.WriteAllText(HolderPath(location), string.Create(
                    CultureInfo.InvariantCulture,
                    $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}Z"));
                return new WriterLock(file, HolderPath(location));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (IOException io) when (IsHeld(io))
        {
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(location.Directory, failed);
        }
    }

    private static IndexException Held(IndexLocation location) =>
        IndexException.Written(location.Directory, Holder(location));

    /// <summary>EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException io) => io.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Holder(IndexLocation location)
    {
        try
        {
            using var reader = File.OpenText(HolderPath(location));
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
