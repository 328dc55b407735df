using System.Diagnostics;
using Clip.Files;

namespace Clip.Libraries;

/// <summary>Lets one program at a time change a list.</summary>
internal static class ListLock
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // A lock can only be tried, not waited for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for its turn; disposing of the result ends the turn.</summary>
    /// <param name="file">The list.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="IOException">Another program keeps the list for too long, or it cannot be locked.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write beside the list.</exception>
    public static IDisposable Take(string file, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (LockFile.TryTake(file + ".lock") is { } taken)
                return taken;
            if (clock.Elapsed >= Longest)
                throw new IOException("Another program is changing it.");
            cancellationToken.WaitHandle.WaitOne(Pause);
        }
    }
}
