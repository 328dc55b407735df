using System.Numerics;
using System.Runtime.Intrinsics;

namespace Clip.Vectors;

/// <summary>
/// Compares every selected row with every query, in as few passes over memory as possible. Rows are handed to the cores in chunks; each
/// core keeps its own best answers, which are merged at the end. The order of answers is total and scores do not
/// depend on who computed them, so neither does the result.
/// </summary>
/// <remarks>
/// <para>Where there are 8-bit codes of the rows, they are read in place of the vectors, and only a row whose vector might be
/// among the best by what its codes say is compared itself. That leaves out no answer and changes no score.</para>
/// <para>A thread keeps what it scans with for its next scan, so a scan allocates its answers and nothing else.</para>
/// </remarks>
internal sealed unsafe partial class ExactScan
{
    /// <summary>Large enough to stream at full speed, small enough to share out evenly and to stop within a millisecond.</summary>
    private const int ChunkBytes = 1 << 20;

    /// <summary>Below this, waking other threads takes longer than they save.</summary>
    private const int ParallelFromBytes = 8 << 20;

    /// <summary>As many queries as fit the near caches beside a row; more take further passes.</summary>
    private const int QueriesPerPass = 64;

    [ThreadStatic]
    private static ExactScan? _ofThisThread;

    private readonly Crew _crew;

    /// <summary>The best answers, by worker, then by query.</summary>
    private readonly List<TopScores[]> _best = [];

    private ScanJob _job;
    private int _nextWord;
    private int _wordsPerChunk;

    private ExactScan() => _crew = new Crew(worker => Work(_best[worker]));

    /// <summary>Finds the rows with the highest dot products, best first, ties by row, one list a query.</summary>
    /// <param name="rows">What is searched.</param>
    /// <param name="queries">Of the same dimension.</param>
    /// <param name="selected">The rows to look at; those past the end of <paramref name="rows"/> are passed over.</param>
    /// <param name="topK">How many answers a query at most; at least 1.</param>
    /// <param name="minScore">Answers below are left out.</param>
    /// <param name="threads">Cores to use; 0 for one or all, whichever is faster.</param>
    /// <param name="codes">The codes of the same rows, or null. Those of fewer rows are not used.</param>
    /// <param name="work">Gets how much was done.</param>
    /// <param name="cancellation">Stops the scan within about a millisecond.</param>
    public static ScoredRow[][] Find(
        VectorMatrix rows, QueryBatch queries, RowBitmap selected, int topK, float minScore = float.NegativeInfinity,
        int threads = 0, CodeMatrix? codes = null, ScanWork? work = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        if (float.IsNaN(minScore))
            throw new ArgumentException("The least score is not a number.", nameof(minScore));
        if (codes?.RowCount < rows.RowCount)
            codes = null;

        var answers = new ScoredRow[queries.Count][];
        var capacity = (int)Math.Min(topK, selected.Count);
        var scan = _ofThisThread ?? new ExactScan();
        _ofThisThread = null;
        try
        {
            for (var first = 0; first < answers.Length; first += QueriesPerPass)
            {
                var some = queries.Vectors.Slice(first, Math.Min(QueriesPerPass, answers.Length - first));
                using var someCodes = codes is null ? default : new QueryCodes(some);
                var job = new ScanJob(rows, selected, some, capacity, minScore, codes, someCodes, cancellation);
                var best = scan.Run(job, threads);
                work?.Add(scan._compared);
                for (var query = 0; query < job.QueryCount; query++)
                    answers[first + query] = best[query].Ordered();
            }
        }
        finally
        {
            scan.Forget();
            _ofThisThread = scan;
        }
        return answers;
    }

    private TopScores[] Run(ScanJob job, int threads)
    {
        var bytes = job.Selected.Count * job.RowBytes;
        var workers = threads > 0 ? threads : bytes < ParallelFromBytes ? 1 : Environment.ProcessorCount;
        _job = job;
        _nextWord = 0;
        _wordsPerChunk = Math.Max(1, ChunkBytes / (64 * job.RowBytes));
        _compared = 0;
        _reached.AsSpan().Fill(float.NegativeInfinity);
        for (var worker = 0; worker < workers; worker++)
        {
            if (worker == _best.Count)
                _best.Add(new TopScores[QueriesPerPass]);
            for (var query = 0; query < job.QueryCount; query++)
                (_best[worker][query] ??= new TopScores()).Clear(job.TopK, job.LeastScore);
        }

        if (job.TopK > 0)
            _crew.Run(workers);
        job.Cancellation.ThrowIfCancellationRequested();
        for (var worker = 1; worker < workers; worker++)
        {
            for (var query = 0; query < job.QueryCount; query++)
                _best[0][query].OfferAll(_best[worker][query]);
        }
        return _best[0];
    }

    /// <summary>Keeps nothing alive of what was scanned, nor room for more answers than are usual.</summary>
    private void Forget()
    {
        _job = default;
        foreach (var best in _best)
        {
            for (var query = 0; query < best.Length; query++)
            {
                if (best[query] is { IsLarge: true })
                    best[query] = null!;
            }
        }
    }

    private void Work(TopScores[] best)
    {
        var words = _job.Words;
        while (!_job.Cancellation.IsCancellationRequested)
        {
            var end = Interlocked.Add(ref _nextWord, _wordsPerChunk);
            var start = end - _wordsPerChunk;
            if (start < 0 || start >= words)
                return;
            end = Math.Min(end, words);
            if (_job.Codes is { } codes)
                ScanCodes(codes, start, end, best);
            else if (Vector512.IsHardwareAccelerated)
                Scan<Lanes512>(start, end, best);
            else if (Vector256.IsHardwareAccelerated)
                Scan<Lanes256>(start, end, best);
            else
                Scan<Lanes128>(start, end, best);
        }
    }

    private void Scan<TLanes>(int firstWord, int endWord, TopScores[] best) where TLanes : struct, ILanes<TLanes>
    {
        var (rows, queries, count) = (_job.Rows, _job.Queries, _job.QueryCount);
        var words = _job.Selected.Words;
        var scores = stackalloc float[count];
        for (var word = firstWord; word < endWord; word++)
        {
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                var row = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                if (row >= rows.RowCount)
                    return;
                // While a row is in the nearest cache it meets every query, so more queries cost no more memory traffic.
                DotProduct.OfEach<TLanes>(rows[row], queries, scores);
                for (var query = 0; query < count; query++)
                {
                    if (scores[query] >= best[query].Threshold)
                        best[query].Offer(row, scores[query]);
                }
            }
        }
    }
}
