namespace Clip.Models;

/// <summary>
/// Threads that compute or block from start to end; on the thread pool such work would starve everyone else.
/// </summary>
internal static class WorkerThreads
{
    /// <summary>Runs work on several threads at a time.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="work">What each does.</param>
    /// <param name="abort">Cancelled where one of them fails, because the others would wait for it forever.</param>
    public static Task RunAsync(int threads, Action work, CancellationTokenSource abort) =>
        Task.WhenAll(Enumerable.Range(0, threads).Select(_ => RunAsync(work, abort)));

    private static async Task RunAsync(Action work, CancellationTokenSource abort)
    {
        try
        {
            await Task.Factory.StartNew(
                work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
