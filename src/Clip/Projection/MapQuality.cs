using Clip.Vectors;

namespace Clip;

/// <summary>
/// How well a map of vectors keeps their neighborhoods (Venna and Kaski 2001). Distances are Euclidean; a vector is no
/// neighbor of itself.
/// </summary>
public static class MapQuality
{
    /// <summary>
    /// Whether neighbors on the map are neighbors among the vectors: 1 if all are; 0.5 is chance.
    /// </summary>
    /// <param name="vectors">The vectors one after the other.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="map">The positions on the map: x and y of each vector.</param>
    /// <param name="neighbors">How many neighbors count, at least 1 and less than half of the vectors.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public static double Trustworthiness(
        ReadOnlyMemory<float> vectors, int dimensions, ReadOnlyMemory<float> map, int neighbors,
        CancellationToken cancellationToken = default) =>
        Preserved(vectors, dimensions, map, 2, neighbors, cancellationToken);

    /// <summary>Whether neighbors among the vectors are neighbors on the map.</summary>
    /// <inheritdoc cref="Trustworthiness"/>
    public static double Continuity(
        ReadOnlyMemory<float> vectors, int dimensions, ReadOnlyMemory<float> map, int neighbors,
        CancellationToken cancellationToken = default) =>
        Preserved(map, 2, vectors, dimensions, neighbors, cancellationToken);

    /// <summary>
    /// The mean share of the neighbors on the map with the same label, over all vectors whose label is not negative.
    /// </summary>
    /// <param name="labels">A label per vector.</param>
    /// <param name="map">The positions on the map: x and y of each vector.</param>
    /// <param name="neighbors">How many neighbors count.</param>
    public static double NeighborhoodHit(IReadOnlyList<int> labels, ReadOnlyMemory<float> map, int neighbors)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(neighbors, labels.Count);
        double hits = 0;
        var counted = 0;
        for (var row = 0; row < labels.Count; row++)
        {
            if (labels[row] < 0)
                continue;
            counted++;
            var order = OrderFrom(map.Span, 2, row, labels.Count);
            hits += order.Take(neighbors).Count(other => labels[other] == labels[row]) / (double)neighbors;
        }
        return counted > 0 ? hits / counted : 0;
    }

    /// <summary>Whether the neighbors in one space are neighbors in another.</summary>
    private static double Preserved(
        ReadOnlyMemory<float> space, int dimensions, ReadOnlyMemory<float> seen, int seenDimensions, int neighbors,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        VectorLength.RequireFinite(space.Span, nameof(space));
        VectorLength.RequireFinite(seen.Span, nameof(seen));
        var count = space.Length / dimensions;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2 * neighbors, count, nameof(neighbors));
        VectorLength.Require(seen.Length, count * seenDimensions, nameof(seen));
        var penalties = new double[count];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, count, options, row =>
        {
            var ranks = new int[count];
            var order = OrderFrom(space.Span, dimensions, row, count);
            for (var i = 0; i < order.Length; i++)
                ranks[order[i]] = i + 1;
            foreach (var other in OrderFrom(seen.Span, seenDimensions, row, count).AsSpan(0, neighbors))
                penalties[row] += Math.Max(0, ranks[other] - neighbors);
        });
        double k = neighbors, n = count;
        return 1 - (2 / (n * k * ((2 * n) - (3 * k) - 1)) * penalties.Sum());
    }

    /// <summary>All other rows, nearest first; of equally near ones the first.</summary>
    private static int[] OrderFrom(ReadOnlySpan<float> rows, int dimensions, int row, int count)
    {
        var distances = new double[count - 1];
        var others = new int[count - 1];
        for (int other = 0, at = 0; other < count; other++)
        {
            if (other == row)
                continue;
            double distance = 0;
            for (var i = 0; i < dimensions; i++)
            {
                var difference = (double)rows[(row * dimensions) + i] - rows[(other * dimensions) + i];
                distance += difference * difference;
            }
            (others[at], distances[at++]) = (other, distance);
        }
        return [.. others.Zip(distances).OrderBy(static pair => pair.Second).Select(static pair => pair.First)];
    }
}
