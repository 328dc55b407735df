using Clip.Vectors;

namespace Clip.Searching;

/// <summary>
/// An axis between two texts over the pictures of a request: the same positions as <see cref="TextAxis"/> computes,
/// without all vectors in memory.
/// </summary>
internal sealed class AxisScale
{
    private readonly float[] _direction;
    private readonly ScoreDistribution _distribution;

    private AxisScale(float[] direction, ScoreDistribution distribution) =>
        (_direction, _distribution) = (direction, distribution);

    /// <summary>Measures the pictures that a request is about.</summary>
    /// <param name="axis">The two texts.</param>
    /// <param name="model">The model to encode them with.</param>
    /// <param name="snapshots">The indexes and their filters.</param>
    /// <param name="notices">Where to report what a user should know about the texts.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static AxisScale Measure(
        MapAxis axis, ClipModel model, SnapshotSet snapshots, NoticeLog notices, CancellationToken cancellationToken)
    {
        var from = CheckedText.Encode(model, axis.From, known: null, notices, cancellationToken);
        var to = CheckedText.Encode(model, axis.To, known: null, notices, cancellationToken);
        var direction = to.Zip(from, static (high, low) => high - low).ToArray();
        // Of two texts with the same embedding there is no direction, only rounding errors.
        if (!MeanDirection.Normalize(direction))
            Array.Clear(direction);
        return new AxisScale(direction, snapshots.Measure(
            direction, model.LogitScale, static _ => [], cancellationToken));
    }

    /// <summary>
    /// How much nearer a picture is to the high end than to the low one, in standard deviations from the mean of all
    /// pictures; 0 where all are equal.
    /// </summary>
    /// <param name="vector">The unit vector of the picture.</param>
    public double PositionOf(ReadOnlySpan<float> vector)
    {
        var product = MeanDirection.Dot(vector, _direction);
        // Rounding alone makes equal pictures differ by less than this.
        return _distribution.Deviation > 1e-7 ? _distribution.ZScore(product) : 0;
    }
}
