using System.Diagnostics;
using System.Globalization;
using Clip.Files;

namespace Clip.Catalog.Writing;

/// <summary>
/// Keeps a second writer out. The operating system releases the lock when the process ends, however it ends, so no
/// stale lock remains. A description of the holder is written to another file, because a locked file cannot be read.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private const string UnknownHolder = "another program";

    // A lock can only be tried, not waited for: seldom enough to cost nothing, often enough to lose little time.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private const string LockName = "writer.lock";
    private const string HolderName = "writer.txt";

    private readonly FileStream _lock;
    private readonly string _holderPath;

    private WriterLock(FileStream file, string holderPath)
    {
        _lock = file;
        _holderPath = holderPath;
    }

    /// <summary>Whether processes can share memory through files in the index's folder.</summary>
    public bool SharesMemory
    {
        get
        {
            if (_lock.Length == 0)
                _lock.SetLength(1);
            return SharedMapping.IsPossible(_lock.SafeFileHandle);
        }
    }

    /// <summary>Creates the index's folder if there is none and becomes its only writer.</summary>
    /// <param name="location">The index.</param>
    /// <param name="wait">What to do while there is another writer.</param>
    /// <param name="cancellationToken">Stops the wait at once.</param>
    /// <exception cref="IndexException">Another writer is at work, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static WriterLock Take(
        IndexLocation location, WriterWait wait, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var pause = FirstPause;
        string? reported = null;
        string? last = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(location) is { } taken)
                return taken;
            if (clock.Elapsed >= wait.AtMost)
                throw Held(location);
            // A writer that is about to finish is not reported. Without a description it has just started or is about
            // to finish, so it is reported only if the description stays missing.
            if (pause > FirstPause)
            {
                var holder = Holder(location);
                if (holder != UnknownHolder || holder == last)
                    reported = Report(holder, reported, wait);
                last = holder;
            }
            cancellationToken.WaitHandle.WaitOne(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Fails as <see cref="Take"/> does while another writer is at work. Writes nothing.</summary>
    /// <exception cref="IndexException">Another writer is at work.</exception>
    public static void ThrowIfHeld(IndexLocation location)
    {
        if (IsHeld(location))
            throw Held(location);
    }

    /// <summary>Whether another writer is at work. Writes nothing.</summary>
    public static bool IsHeld(IndexLocation location)
    {
        // A writer that was killed leaves its note, but not its lock.
        if (!File.Exists(HolderPath(location)))
            return false;
        try
        {
            using var file = new FileStream(LockPath(location), FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException io) when (LockFile.IsHeld(io))
        {
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // It is reported when the lock is taken.
        }
        return false;
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_holderPath);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // It only informs people; the next writer overwrites it.
        }
        _lock.Dispose();
    }

    private static string Report(string holder, string? reported, WriterWait wait)
    {
        if (holder != reported)
            wait.OnHeld?.Invoke(holder);
        return holder;
    }

    /// <summary>Whether a path has the name of a file of the lock.</summary>
    public static bool IsFile(string path) => Path.GetFileName(path) is LockName or HolderName;

    private static string LockPath(IndexLocation location) => Path.Combine(location.Directory, LockName);

    private static string HolderPath(IndexLocation location) => Path.Combine(location.Directory, HolderName);

    private static WriterLock? TryTake(IndexLocation location)
    {
        if (File.Exists(location.Directory))
            throw IndexException.NotAFolder(location.Directory);
        // The folder of pictures is never created: it may have been renamed a moment ago.
        if (location.IsInsideRoot && !Directory.Exists(location.Root))
            throw IndexException.FolderMissing(location.Root);
        try
        {
            Directory.CreateDirectory(location.Directory);
            if (LockFile.TryTake(LockPath(location)) is not { } file)
                return null;
            try
            {
                var since = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                File.WriteAllText(
                    HolderPath(location),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"process {Environment.ProcessId} on {Environment.MachineName} since {since}Z"));
                return new WriterLock(file, HolderPath(location));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(location.Directory, failed);
        }
    }

    private static IndexException Held(IndexLocation location) =>
        IndexException.Written(location.Directory, Holder(location));

    private static string Holder(IndexLocation location)
    {
        try
        {
            using var reader = File.OpenText(HolderPath(location));
            var text = new char[200];
            var length = reader.ReadBlock(text);
            return length > 0 ? new string(text, 0, length) : UnknownHolder;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return UnknownHolder;
        }
    }
}
