using System.Diagnostics;

namespace Clip.Libraries;

/// <summary>Lets one program at a time change a list. The system releases it however the program ends.</summary>
internal static class ListLock
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for its turn; disposing of the result ends the turn.</summary>
    /// <exception cref="IOException">Another program keeps the list for too long.</exception>
    public static IDisposable Take(string file)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                return new FileStream(
                    file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                    FileOptions.DeleteOnClose);
            }
            catch (IOException) when (clock.Elapsed < Longest)
            {
                // Another program is about to finish.
            }
        }
    }
}
