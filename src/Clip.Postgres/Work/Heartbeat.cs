namespace Clip.Postgres.Work;

/// <summary>Says again and again that a worker is alive, and stops it when its chunk is not its own any more.</summary>
internal sealed class Heartbeat : IDisposable
{
    private const int BeatsPerLease = 6;

    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;

    /// <param name="queue">The queue.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="lease">How long a silent worker keeps it.</param>
    /// <param name="lost">Cancelled when another worker has it.</param>
    public Heartbeat(WorkQueue queue, WorkChunk chunk, TimeSpan lease, CancellationTokenSource lost) =>
        _beating = Task.Run(() => BeatAsync(queue, chunk, lease / BeatsPerLease, lost, _end.Token));

    public void Dispose()
    {
        _end.Cancel();
        _beating.GetAwaiter().GetResult();
        _end.Dispose();
    }

    private static async Task BeatAsync(
        WorkQueue queue, WorkChunk chunk, TimeSpan pause, CancellationTokenSource lost,
        CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(pause);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                    return;
                if (queue.Renew(chunk) || cancellationToken.IsCancellationRequested)
                    continue;
                await lost.CancelAsync().ConfigureAwait(false);
                return;
            }
            catch (StoreException)
            {
                // The database is away: nobody else can take the chunk either, and the next beat may reach it.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
