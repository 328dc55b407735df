using Clip.Files;

namespace Clip.Hub;

/// <summary>
/// A lock of the cache. Python's filelock takes the same one: <c>flock</c> on Unix, and on Windows a file that others
/// cannot open.
/// </summary>
internal sealed class CacheLock : IDisposable
{
    // As in huggingface_hub, so that users who share a cache can wait for each other.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly FileStream _file;

    private CacheLock(FileStream file) => _file = file;

    /// <summary>Waits until no other program holds the lock.</summary>
    public static async Task<CacheLock> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            if (LockFile.TryTake(path, Mode) is { } file)
                return new CacheLock(file);
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();
}
