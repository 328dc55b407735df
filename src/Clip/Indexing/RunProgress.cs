namespace Clip.Indexing;

/// <summary>Counts how far a run is and tells it. Thread-safe.</summary>
internal sealed class RunProgress(IProgress<IndexProgress>? progress)
{
    private long _found, _stored, _skipped, _failed;
    private volatile bool _foundAll;

    public long Skipped => Interlocked.Read(ref _skipped);

    public long Failed => Interlocked.Read(ref _failed);

    public void CountFound() => Count(ref _found);

    public void CountStored() => Count(ref _stored);

    public void CountSkipped() => Count(ref _skipped);

    public void CountFailed() => Count(ref _failed);

    public void FoundAll() => _foundAll = true;

    private void Count(ref long counter)
    {
        Interlocked.Increment(ref counter);
        if (progress is null)
            return;
        var skipped = Skipped;
        progress.Report(new IndexProgress(Interlocked.Read(ref _stored) + skipped + Failed, Interlocked.Read(ref _found), _foundAll, skipped));
    }
}
