using Clip.Clustering;
using Clip.Vectors;

namespace Clip;

/// <summary>
/// Finds groups of vectors that lie densely, however many there are, and leaves out what lies alone (HDBSCAN: Campello,
/// Moulavi and Sander 2013; distances are Euclidean, which order unit vectors as cosines do).
/// </summary>
/// <remarks>
/// Up to <see cref="HdbscanOptions.ExactLimit"/> vectors the answer is that of the hdbscan package: the minimum
/// spanning tree is of all distances. Beyond, it is the minimum spanning tree of a graph that has, for every vector,
/// its nearest vectors in the regions of space around it, and edges that connect what those leave apart. The same
/// vectors in the same order always give the same clusters.
/// </remarks>
public static class Hdbscan
{
    /// <summary>Groups vectors.</summary>
    /// <param name="vectors">The vectors one after the other.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>The clusters; all vectors are outliers where there are too few for one.</returns>
    /// <exception cref="ArgumentException">
    /// The numbers are not whole vectors or not all finite, or an option is out of range.
    /// </exception>
    public static DensityClusters Cluster(
        ReadOnlyMemory<float> vectors, int dimensions, HdbscanOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new HdbscanOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinClusterSize, 2);
        var minSamples = options.MinSamples ?? options.MinClusterSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(minSamples, 1, "options.MinSamples");
        ArgumentOutOfRangeException.ThrowIfNegative(options.ExactLimit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ExactLimit, 40_000);
        using var rows = AlignedRows.Of(vectors.Span, dimensions);
        if (rows.Count < Math.Max(2, options.MinClusterSize))
        {
            var none = new int[rows.Count];
            Array.Fill(none, -1);
            return new DensityClusters(none, new double[rows.Count], []);
        }
        minSamples = Math.Min(minSamples, rows.Count - 1);
        var edges = rows.Count <= options.ExactLimit
            ? CompleteTree.Of(rows, minSamples, cancellationToken)
            : NeighborTree.Of(rows, minSamples, cancellationToken);
        var tree = new CondensedTree(edges, options.MinClusterSize);
        return new DensitySelection(tree).Select(options.Selection, options.AllowSingleCluster);
    }
}
