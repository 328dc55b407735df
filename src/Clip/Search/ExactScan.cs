using System.Numerics;
using System.Runtime.Intrinsics;

namespace Clip.Search;

/// <summary>
/// Compares every selected row with every query, in as few passes over memory as possible. Rows are handed to the cores in chunks; each
/// core keeps its own best answers, which are merged at the end. The order of answers is total and scores do not
/// depend on who computed them, so neither does the result.
/// </summary>
/// <remarks>
/// Where there are 8-bit codes of the rows, they are read in place of the vectors, and only a row whose vector might be
/// among the best by what its codes say is compared itself. That leaves out no answer and changes no score.
/// </remarks>
internal sealed unsafe partial class ExactScan
{
    /// <summary>Large enough to stream at full speed, small enough to share out evenly and to stop within a millisecond.</summary>
    private const int ChunkBytes = 1 << 20;

    /// <summary>Below this, waking other threads takes longer than they save.</summary>
    private const int ParallelFromBytes = 8 << 20;

    /// <summary>As many queries as fit the near caches beside a row; more take further passes.</summary>
    private const int QueriesPerPass = 64;

    private readonly VectorMatrix _rows;
    private readonly VectorMatrix _queries;
    private readonly RowBitmap _selected;
    private readonly int _topK;
    private readonly float _minScore;
    private readonly int _wordsPerChunk;
    private readonly int _words;
    private readonly int _rowBytes;
    private readonly CancellationToken _cancellation;
    private readonly TopScores[] _best;
    private int _nextWord;

    private ExactScan(
        VectorMatrix rows, CodeMatrix? codes, VectorMatrix queries, QueryCodes? queryCodes, RowBitmap selected, int topK,
        float minScore, CancellationToken cancellation)
    {
        _rows = rows;
        _queries = queries;
        _selected = selected;
        _topK = topK;
        _minScore = minScore;
        _cancellation = cancellation;
        _words = (int)Math.Min(selected.Words.Length, (rows.RowCount + 63) / 64);
        _best = NewScores();
        _rowBytes = rows.Stride * sizeof(float);
        if (codes is { } known)
        {
            _codes = known;
            _queryCodes = queryCodes;
            _reached = new float[_best.Length];
            Array.Fill(_reached, float.NegativeInfinity);
            _rowBytes = rows.Stride;
        }
        _wordsPerChunk = Math.Max(1, ChunkBytes / (64 * _rowBytes));
    }

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
        for (var first = 0; first < answers.Length; first += QueriesPerPass)
        {
            var some = queries.Vectors.Slice(first, Math.Min(QueriesPerPass, answers.Length - first));
            using var someCodes = codes is null ? null : new QueryCodes(some);
            var scan = new ExactScan(rows, codes, some, someCodes, selected, capacity, minScore, cancellation);
            if (capacity > 0)
                scan.Run(threads);
            work?.Add(scan._compared);
            for (var query = 0; query < scan._best.Length; query++)
                answers[first + query] = scan._best[query].Ordered();
        }
        GC.KeepAlive(queries);
        return answers;
    }

    private void Run(int threads)
    {
        var bytes = _selected.Count * _rowBytes;
        var workers = threads > 0 ? threads : bytes < ParallelFromBytes ? 1 : Environment.ProcessorCount;
        if (workers == 1)
            Work(_best);
        else
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, WorkAndMerge);
        _cancellation.ThrowIfCancellationRequested();
    }

    private void WorkAndMerge(int worker)
    {
        var best = NewScores();
        Work(best);
        lock (_best)
        {
            for (var query = 0; query < best.Length; query++)
            {
                foreach (var (row, score) in best[query].Unordered)
                    _best[query].Offer(row, score);
            }
        }
    }

    private void Work(TopScores[] best)
    {
        while (!_cancellation.IsCancellationRequested)
        {
            var end = Interlocked.Add(ref _nextWord, _wordsPerChunk);
            var start = end - _wordsPerChunk;
            if (start < 0 || start >= _words)
                return;
            end = Math.Min(end, _words);
            if (_queryCodes is not null)
                ScanCodes(start, end, best);
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
        var words = _selected.Words;
        var scores = stackalloc float[best.Length];
        for (var word = firstWord; word < endWord; word++)
        {
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                var row = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                if (row >= _rows.RowCount)
                    return;
                // While a row is in the nearest cache it meets every query, so more queries cost no more memory traffic.
                DotProduct.OfEach<TLanes>(_rows[row], _queries, scores);
                for (var query = 0; query < best.Length; query++)
                {
                    if (scores[query] >= best[query].Threshold)
                        best[query].Offer(row, scores[query]);
                }
            }
        }
    }

    private TopScores[] NewScores()
    {
        var scores = new TopScores[_queries.RowCount];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = new TopScores(_topK, _minScore);
        return scores;
    }
}
