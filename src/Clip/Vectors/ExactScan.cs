using System.Numerics;
using System.Runtime.Intrinsics;

namespace Clip.Vectors;

/// <summary>
/// Compares every selected row with every query, in as few passes over memory as possible. Workers take the rows in
/// chunks; each keeps its own best answers, which are merged at the end. The order of answers is total and scores do
/// not depend on the worker, so neither does the result.
/// </summary>
/// <remarks>
/// <para>Where there are 8-bit codes of the rows, they are read in place of the vectors, and only a vector that its
/// codes do not exclude from the best is compared itself. That changes no answer and no score.</para>
/// <para>A thread keeps the buffers of a scan for its next one, so a scan allocates nothing but its answers.</para>
/// </remarks>
internal sealed unsafe partial class ExactScan
{
    /// <summary>
    /// Large enough to read at full speed, small enough to divide evenly and to stop within a millisecond.
    /// </summary>
    private const int ChunkBytes = 1 << 20;

    /// <summary>Below this, starting other threads takes longer than they save.</summary>
    private const int ParallelFromBytes = 8 << 20;

    /// <summary>As many queries as fit the nearest caches beside a row; more take further passes.</summary>
    private const int QueriesPerPass = 64;

    [ThreadStatic]
    private static ExactScan? _ofThisThread;

    private readonly ParallelRun _run;

    /// <summary>The best answers, by worker, then by query.</summary>
    private readonly List<TopScores[]> _best = [];

    private ScanJob _job;
    private int _nextWord;
    private int _wordsPerChunk;

    private ExactScan() => _run = new ParallelRun(worker => Work(_best[worker]));

    /// <summary>Finds the rows with the highest dot products, best first, ties by row, one list per query.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="queries">Of the same dimension.</param>
    /// <param name="selected">The rows to compare; those past the end of <paramref name="rows"/> are ignored.</param>
    /// <param name="topK">The most answers per query; at least 1.</param>
    /// <param name="minScore">Answers with a lower score are left out.</param>
    /// <param name="threads">Workers; 0 for one or one per core, whichever is faster.</param>
    /// <param name="codes">The codes of the same rows, or null. Codes of fewer rows are not used.</param>
    /// <param name="work">Receives the number of comparisons.</param>
    /// <param name="cancellationToken">Stops the scan within about a millisecond.</param>
    public static ScoredRow[][] Find(
        VectorMatrix rows, QueryBatch queries, RowBitmap selected, int topK, float minScore = float.NegativeInfinity,
        int threads = 0, CodeMatrix? codes = null, ScanWork? work = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        if (float.IsNaN(minScore))
            throw new ArgumentException("The lowest score is not a number.", nameof(minScore));
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
                var job = new ScanJob(rows, selected, some, capacity, minScore, codes, someCodes, cancellationToken);
                var best = scan.Run(job, threads);
                work?.Add(scan._compared);
                for (var query = 0; query < job.QueryCount; query++)
                    answers[first + query] = best[query].Ordered();
            }
        }
        finally
        {
            scan.Reset();
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
                (_best[worker][query] ??= new TopScores()).Clear(job.TopK, job.MinScore);
        }

        if (job.TopK > 0)
            _run.Run(workers);
        job.Cancellation.ThrowIfCancellationRequested();
        for (var worker = 1; worker < workers; worker++)
        {
            for (var query = 0; query < job.QueryCount; query++)
                _best[0][query].OfferAll(_best[worker][query]);
        }
        return _best[0];
    }

    /// <summary>Releases what was scanned, and buffers for unusually many answers.</summary>
    private void Reset()
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
                // A row is compared with every query while it is in the nearest cache: more queries need no more
                // bandwidth.
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
