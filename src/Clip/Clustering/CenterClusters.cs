namespace Clip;

/// <summary>Groups of vectors around centers, as <see cref="SphericalKMeans"/> makes them.</summary>
public sealed class CenterClusters
{
    private readonly int[] _labels;
    private readonly float[] _centers;

    internal CenterClusters(int[] labels, float[] centers, int dimensions, double objective, int iterations)
    {
        (_labels, _centers) = (labels, centers);
        (Dimensions, Objective, Iterations) = (dimensions, objective, iterations);
    }

    /// <summary>The cluster of each vector, counted from 0.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>The number of clusters. Some have no vectors only where the centers to start from were given.</summary>
    public int Count => _centers.Length / Dimensions;

    /// <summary>Dimensions per vector.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// The sum of the cosines of all vectors to their centers, which k-means makes as large as it can. Half the sum of
    /// squared distances is the number of vectors minus this.
    /// </summary>
    public double Objective { get; }

    /// <summary>How often all vectors were assigned.</summary>
    public int Iterations { get; }

    /// <summary>The center of a cluster, of unit length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cluster.</exception>
    public ReadOnlySpan<float> Center(int cluster)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cluster);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cluster, Count);
        return _centers.AsSpan(cluster * Dimensions, Dimensions);
    }
}
