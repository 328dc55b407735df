namespace Clip;

/// <summary>Groups of vectors that lie densely, and outliers, as <see cref="Hdbscan"/> finds them.</summary>
public sealed class DensityClusters
{
    internal DensityClusters(int[] labels, double[] probabilities, double[] persistence) =>
        (Labels, Probabilities, Persistence) = (labels, probabilities, persistence);

    /// <summary>
    /// The cluster of each vector, counted from 0, the largest first; −1 for an outlier.
    /// </summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>
    /// How deep each vector lies in its cluster: 1 in the densest part, towards 0 at the edge, 0 for an outlier.
    /// </summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>Over which share of all densities each cluster persists, 0 to 1.</summary>
    public IReadOnlyList<double> Persistence { get; }

    /// <summary>The number of clusters.</summary>
    public int Count => Persistence.Count;
}
