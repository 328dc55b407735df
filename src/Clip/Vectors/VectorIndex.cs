using System.Runtime.InteropServices;
using Clip.Vectors;

namespace Clip;

/// <summary>
/// Vectors in memory, searched exactly. For sets that need no folder on disk: the captions of one file, the labels of a
/// classification. A dimension takes five bytes, four for the number and one for its code, which searches read first.
/// </summary>
/// <remarks>
/// Thread-safe: any number of threads search at a time; adding a vector and disposing wait for the searches that run.
/// </remarks>
/// <example><code>
/// using var index = new VectorIndex(dimensions: 512);
/// index.Add(vector);
/// foreach (var (row, score) in index.Search(query, topK: 10)) ...
/// </code></example>
public sealed unsafe class VectorIndex : IDisposable
{
    // Never disposed: a thread may be about to enter it. It has handles only while threads wait.
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly int _stride;
    private readonly RowBitmap _all = new();
    private readonly VectorQuantizer _quantizer;
    private float* _memory;
    private byte* _codes;
    private long _capacity;
    private bool _disposed;

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Dimensions per vector, from 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public VectorIndex(int dimensions)
    {
        _stride = VectorMatrix.StrideOf(dimensions);
        _quantizer = new VectorQuantizer(dimensions);
        Dimensions = dimensions;
    }

    /// <summary>Frees the vectors where <see cref="Dispose"/> was not called.</summary>
    ~VectorIndex() => Free();

    /// <summary>Dimensions per vector.</summary>
    public int Dimensions { get; }

    /// <summary>The number of vectors.</summary>
    public long Count => _all.Count;

    /// <summary>Adds a vector.</summary>
    /// <param name="vector">Of unit length if scores are to be cosines; <see cref="Dimensions"/> numbers.</param>
    /// <returns>Its row, counted from 0.</returns>
    /// <exception cref="ArgumentException">Another dimension, or a number that is not finite.</exception>
    public long Add(ReadOnlySpan<float> vector)
    {
        VectorLength.Require(vector.Length, Dimensions, nameof(vector));
        VectorLength.RequireFinite(vector, nameof(vector));
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var row = Count;
            if (row == _capacity)
                Grow();
            var target = new Span<float>(_memory + row * _stride, _stride);
            vector.CopyTo(target);
            target[Dimensions..].Clear();
            _quantizer.Quantize(vector, new CodeMatrix(_codes, _capacity, Dimensions), row);
            _all.Add(row);
            return row;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>The rows nearest to a query, best first; of equal scores the older row first.</summary>
    /// <param name="query"><see cref="Dimensions"/> finite numbers.</param>
    /// <param name="topK">The most answers; at least 1.</param>
    /// <param name="minScore">Answers with a lower score are left out.</param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <exception cref="ArgumentException">The query has another dimension or a number that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ScoredRow[] Search(
        ReadOnlySpan<float> query, int topK, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default) => Search(query, topK, null, minScore, cancellationToken);

    /// <summary>Answers several queries in one pass over the vectors; faster than one after the other.</summary>
    /// <param name="queries">
    /// The queries, one after the other: a multiple of <see cref="Dimensions"/> finite numbers.
    /// </param>
    /// <param name="topK">The most answers per query; at least 1.</param>
    /// <param name="minScore">Answers with a lower score are left out.</param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <returns>One list per query, in the order of <c>Search</c>.</returns>
    /// <exception cref="ArgumentException">
    /// The queries have another dimension or a number that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ScoredRow[][] SearchBatch(
        ReadOnlySpan<float> queries, int topK, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default) =>
        SearchBatch(queries, topK, null, minScore, cancellationToken);

    /// <summary>Compares the rows of a filter only; null for all.</summary>
    internal ScoredRow[] Search(
        ReadOnlySpan<float> query, int topK, RowBitmap? filter, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        VectorLength.Require(query.Length, Dimensions, nameof(query));
        return SearchBatch(query, topK, filter, minScore, cancellationToken)[0];
    }

    /// <summary>Compares the rows of a filter only; null for all.</summary>
    internal ScoredRow[][] SearchBatch(
        ReadOnlySpan<float> queries, int topK, RowBitmap? filter, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default) =>
        Find(queries, topK, minScore, filter, readsCodes: true, null, cancellationToken);

    /// <summary>Answers several queries over all vectors and counts the comparisons.</summary>
    internal ScoredRow[][] SearchBatch(ReadOnlySpan<float> queries, int topK, ScanWork work) =>
        Find(queries, topK, float.NegativeInfinity, null, readsCodes: true, work, CancellationToken.None);

    /// <summary>Answers several queries by comparing all vectors: the baseline of benchmarks and tests.</summary>
    internal ScoredRow[][] FindBruteForce(ReadOnlySpan<float> queries, int topK) =>
        Find(queries, topK, float.NegativeInfinity, null, readsCodes: false, null, CancellationToken.None);

    private ScoredRow[][] Find(
        ReadOnlySpan<float> queries, int topK, float minScore, RowBitmap? filter, bool readsCodes, ScanWork? work,
        CancellationToken cancellationToken)
    {
        using var batch = new QueryBatch(queries, Dimensions);
        _gate.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ExactScan.Find(
                new VectorMatrix(_memory, Count, Dimensions), batch, filter ?? _all, topK, minScore,
                codes: readsCodes ? new CodeMatrix(_codes, Count, Dimensions) : null, work: work,
                cancellationToken: cancellationToken);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>The distribution of a query's scores over all vectors.</summary>
    /// <param name="query"><see cref="Dimensions"/> finite numbers.</param>
    /// <param name="logits">The logit scale of the model that the vectors come from.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <exception cref="ArgumentException">The query has another dimension or a number that is not finite.</exception>
    public ScoreDistribution Measure(
        ReadOnlySpan<float> query, LogitScale logits, CancellationToken cancellationToken = default)
    {
        VectorLength.Require(query.Length, Dimensions, nameof(query));
        using var one = new QueryBatch(query, Dimensions);
        _gate.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return DistributionScan.Of(
                new VectorMatrix(_memory, Count, Dimensions), one, _all, exclude: null, logits, cancellationToken);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.EnterWriteLock();
        try
        {
            _disposed = true;
            Free();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        NativeMemory.AlignedFree(_codes);
        _memory = null;
        _codes = null;
    }

    private void Grow()
    {
        var capacity = Math.Max(64, _capacity + _capacity / 2);
        var bytes = checked((nuint)(capacity * _stride * sizeof(float)));
        _memory = (float*)NativeMemory.AlignedRealloc(_memory, bytes, 64);
        var codeBytes = checked((nuint)CodeMatrix.BytesOf(capacity, Dimensions));
        _codes = (byte*)NativeMemory.AlignedRealloc(_codes, codeBytes, 64);
        _capacity = capacity;
    }
}
