using System.Numerics.Tensors;

namespace Clip.Searching;

/// <summary>
/// What a score means in an index: how probable it is that a query that no picture fits reaches it with its best
/// answer. Measured with many other queries of the same kind.
/// </summary>
/// <remarks>
/// <para>Some pictures are near to everything (Radovanović, Nanopoulos and Ivanović, "Hubs in Space", 2010). Therefore
/// the mean of a picture's scores over the other queries is subtracted from its score.</para>
/// <para>Some of the other queries do have a picture that fits. Therefore a picture does not count for the one of them
/// that it fits best: what is left is the best score among pictures that other queries describe better.</para>
/// </remarks>
internal sealed class ScoreCalibration
{
    /// <summary>The share of the largest scores whose mean excess tells how the tail goes on.</summary>
    private const double TailShare = 0.2;

    private readonly IReadOnlyList<float[]> _queries;

    /// <summary>The best corrected score of each of the other queries, in ascending order.</summary>
    private readonly double[] _best;
    private readonly double _tailStart;
    private readonly double _tailMean;

    /// <param name="queries">The other queries.</param>
    /// <param name="best">The best corrected score of each.</param>
    internal ScoreCalibration(IReadOnlyList<float[]> queries, IEnumerable<double> best)
    {
        _queries = queries;
        _best = [.. best.Where(double.IsFinite).Order()];
        if (_best.Length == 0)
            return;
        var first = Math.Min(_best.Length - 1, (int)(_best.Length * (1 - TailShare)));
        _tailStart = _best[first];
        _tailMean = _best[first..].Average() - _tailStart;
    }

    /// <summary>Measures the pictures that a request is about.</summary>
    /// <param name="snapshots">The indexes and their filters.</param>
    /// <param name="queries">Unit vectors of other queries of the same kind.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static ScoreCalibration Measure(
        SnapshotSet snapshots, IReadOnlyList<float[]> queries, CancellationToken cancellationToken)
    {
        var best = new double[queries.Count];
        Array.Fill(best, double.NegativeInfinity);
        foreach (var index in snapshots.All)
        {
            index.VisitPictures(
                snapshots.FilterOf(index), () => new Found(queries.Count),
                (found, _, vector) => Visit(found, queries, vector),
                found => TensorPrimitives.Max<double>(best, found.Best, best), cancellationToken);
        }
        return new ScoreCalibration(queries, best);
    }

    /// <summary>Measures pictures in memory.</summary>
    /// <param name="pictures">Their unit vectors.</param>
    /// <param name="queries">Unit vectors of other queries of the same kind.</param>
    public static ScoreCalibration Measure(IEnumerable<float[]> pictures, IReadOnlyList<float[]> queries)
    {
        var found = new Found(queries.Count);
        foreach (var picture in pictures)
            Visit(found, queries, picture);
        return new ScoreCalibration(queries, found.Best);
    }

    /// <summary>How near a picture is to the other queries on average.</summary>
    /// <param name="picture">Its unit vector.</param>
    public double Bias(ReadOnlySpan<float> picture)
    {
        var sum = 0.0;
        foreach (var query in _queries)
            sum += TensorPrimitives.Dot(query, picture);
        return _queries.Count == 0 ? 0 : sum / _queries.Count;
    }

    /// <summary>
    /// The probability, from 0 to 1, that the best answer to a query without a fitting picture has at least this score.
    /// Beyond most of what was measured, the probability falls exponentially, as that of maxima does.
    /// </summary>
    /// <param name="corrected">The cosine of the answer less the bias of its picture.</param>
    public double ChanceOf(double corrected)
    {
        if (_best.Length == 0)
            return 1;
        if (corrected >= _tailStart)
        {
            return _tailMean > 0 ? TailShare * Math.Exp(-(corrected - _tailStart) / _tailMean)
                : corrected > _tailStart ? 0 : TailShare;
        }
        var below = 0;
        while (_best[below] < corrected)
            below++;
        return Math.Max(TailShare, 1 - (double)below / _best.Length);
    }

    private static void Visit(Found found, IReadOnlyList<float[]> queries, ReadOnlySpan<float> picture)
    {
        var (sum, nearest) = (0.0, 0);
        for (var i = 0; i < queries.Count; i++)
        {
            found.Scores[i] = TensorPrimitives.Dot(queries[i], picture);
            sum += found.Scores[i];
            if (found.Scores[i] > found.Scores[nearest])
                nearest = i;
        }
        for (var i = 0; i < queries.Count; i++)
        {
            if (i == nearest && queries.Count > 1)
                continue;
            // The bias from the other queries alone, as for a query that is not among them.
            var bias = (sum - found.Scores[i]) / Math.Max(1, queries.Count - 1);
            found.Best[i] = Math.Max(found.Best[i], found.Scores[i] - bias);
        }
    }

    /// <summary>What one thread has found.</summary>
    private sealed class Found
    {
        public Found(int count)
        {
            Scores = new double[count];
            Best = new double[count];
            Array.Fill(Best, double.NegativeInfinity);
        }

        public double[] Scores { get; }

        public double[] Best { get; }
    }
}
