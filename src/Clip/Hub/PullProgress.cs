namespace Clip;

/// <summary>The progress of a download.</summary>
/// <param name="Bytes">Bytes that have arrived, including earlier downloads.</param>
/// <param name="TotalBytes">Bytes of all files that are needed.</param>
/// <param name="Files">Files that have arrived and are checked.</param>
/// <param name="TotalFiles">Files that are needed.</param>
public readonly record struct PullProgress(long Bytes, long TotalBytes, int Files, int TotalFiles)
{
    /// <summary>The current pause before a request is repeated; null during transfers.</summary>
    internal PullPause? Pause { get; init; }
}

/// <summary>A pause before a request is repeated.</summary>
/// <param name="Length">How long it lasts.</param>
/// <param name="Reason">The error that caused it, in one line.</param>
internal sealed record PullPause(TimeSpan Length, string Reason);

/// <summary>Adds up the progress of parallel transfers. Thread-safe.</summary>
internal sealed class PullCounter(IProgress<PullProgress>? listener, long totalBytes, int totalFiles)
{
    private readonly Lock _lock = new();
    private PullProgress _state = new(0, totalBytes, 0, totalFiles);

    /// <summary>Counts bytes that arrived, or a negative number of bytes that are discarded.</summary>
    public void Add(long bytes) => Report(state => state with { Bytes = state.Bytes + bytes, Pause = null });

    public void FinishFiles(int files) => Report(state => state with { Files = state.Files + files });

    public void Expect(long bytes, int files) => Report(state => state with
    {
        TotalBytes = state.TotalBytes + bytes,
        TotalFiles = state.TotalFiles + files,
    });

    public void Pause(TimeSpan length, HubException reason) =>
        Report(state => state with { Pause = new PullPause(length, reason.Message) });

    private void Report(Func<PullProgress, PullProgress> change)
    {
        if (listener is null)
            return;
        // Under the lock, so that the listener never sees a later state before an earlier one.
        lock (_lock)
        {
            _state = change(_state);
            listener.Report(_state);
        }
    }
}
