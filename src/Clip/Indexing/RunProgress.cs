namespace Clip.Indexing;

/// <summary>Counts the progress of a run and reports it. Thread-safe.</summary>
internal sealed class RunProgress(IProgress<IndexProgress>? progress)
{
    // None of them ever becomes less, so that threads may count in any order.
    private long _found, _vanished, _stored, _skipped, _failed;
    private long _reread, _toReread;
    private long _all = -1;

    /// <summary>Whether progress is reported.</summary>
    public bool IsWatched => progress is not null;

    public long Skipped => Interlocked.Read(ref _skipped);

    public long Failed => Interlocked.Read(ref _failed);

    public void CountFound() => Count(ref _found);

    /// <summary>Takes a file back that was found, and is not there any more.</summary>
    public void TakeBackFound() => Interlocked.Increment(ref _vanished);

    public void CountStored() => Count(ref _stored);

    public void CountSkipped() => Count(ref _skipped);

    public void CountFailed() => Count(ref _failed);

    public void CountReread() => Count(ref _reread);

    /// <summary>Sets how many pictures have metadata to be read again.</summary>
    public void SetToReread(long count) => Interlocked.Exchange(ref _toReread, count);

    /// <summary>Sets the total number of files, those included that vanish.</summary>
    public void SetTotal(long count) => Interlocked.Exchange(ref _all, count);

    /// <summary>Sets the total to the number of files found so far.</summary>
    public void SetTotalToFound() => SetTotal(Interlocked.Read(ref _found));

    private void Count(ref long counter)
    {
        Interlocked.Increment(ref counter);
        if (progress is null)
            return;
        var skipped = Skipped;
        var done = Interlocked.Read(ref _stored) + skipped + Failed;
        var all = Interlocked.Read(ref _all);
        // More files may appear after they were counted.
        var found = Math.Max((all < 0 ? Interlocked.Read(ref _found) : all) - Interlocked.Read(ref _vanished), done);
        progress.Report(new IndexProgress(done, found, all >= 0, skipped)
        {
            Reread = Interlocked.Read(ref _reread),
            ToReread = Interlocked.Read(ref _toReread),
        });
    }
}
