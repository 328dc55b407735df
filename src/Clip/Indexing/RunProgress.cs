namespace Clip.Indexing;

/// <summary>Counts how far a run is and tells it. Thread-safe.</summary>
internal sealed class RunProgress(IProgress<IndexProgress>? progress)
{
    private long _found, _stored, _skipped, _failed;
    private long _all = -1;

    /// <summary>Whether anybody wants to be told.</summary>
    public bool IsWatched => progress is not null;

    public long Skipped => Interlocked.Read(ref _skipped);

    public long Failed => Interlocked.Read(ref _failed);

    public void CountFound() => Count(ref _found);

    public void CountStored() => Count(ref _stored);

    public void CountSkipped() => Count(ref _skipped);

    public void CountFailed() => Count(ref _failed);

    /// <summary>Notes how many files there are in all.</summary>
    public void FoundAll(long count) => Interlocked.Exchange(ref _all, count);

    /// <summary>Notes that there are no more files than have been found.</summary>
    public void FoundAll() => FoundAll(Interlocked.Read(ref _found));

    private void Count(ref long counter)
    {
        Interlocked.Increment(ref counter);
        if (progress is null)
            return;
        var skipped = Skipped;
        var done = Interlocked.Read(ref _stored) + skipped + Failed;
        var all = Interlocked.Read(ref _all);
        // Files may come while they are counted.
        progress.Report(new IndexProgress(done, all < 0 ? Interlocked.Read(ref _found) : Math.Max(all, done), all >= 0, skipped));
    }
}
