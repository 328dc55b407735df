namespace Clip.Indexing.Runs;

/// <summary>
/// Reports files that could not be read: those of earlier runs only if that is wanted, and new ones up to a number, so
/// that a folder of ten thousand damaged files does not bury everything else. All are counted. Thread-safe.
/// </summary>
/// <param name="report">Called with each error.</param>
/// <param name="repeatsKnown">Whether to report files that an earlier run has reported.</param>
/// <param name="most">The most files to report.</param>
internal sealed class FailureReports(Action<ClipException> report, bool repeatsKnown, int most)
{
    private readonly Lock _lock = new();
    private int _reported;

    /// <summary>Files that an earlier run could not read either.</summary>
    public long Known { get; private set; }

    /// <summary>Files that failed for the first time and were not reported.</summary>
    public long Unreported { get; private set; }

    /// <summary>Reports a failure.</summary>
    /// <param name="error">What is wrong with the file.</param>
    /// <param name="isKnown">Whether an earlier run has reported it.</param>
    public void Add(ClipException error, bool isKnown)
    {
        lock (_lock)
        {
            Known += isKnown ? 1 : 0;
            if (isKnown && !repeatsKnown)
                return;
            if (_reported >= most)
            {
                Unreported += isKnown ? 0 : 1;
                return;
            }
            _reported++;
        }
        report(error);
    }
}
