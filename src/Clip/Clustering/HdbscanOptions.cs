namespace Clip;

/// <summary>Which of the clusters inside each other <see cref="Hdbscan"/> takes.</summary>
public enum ClusterSelection
{
    /// <summary>
    /// Those that persist over the widest range of densities (excess of mass): a few large clusters, small ones where
    /// the large ones are loose.
    /// </summary>
    ExcessOfMass,

    /// <summary>The innermost ones: many small and even clusters.</summary>
    Leaf,
}

/// <summary>Settings of <see cref="Hdbscan"/>.</summary>
public sealed class HdbscanOptions
{
    /// <summary>The fewest vectors of a cluster, at least 2.</summary>
    public int MinClusterSize { get; set; } = 5;

    /// <summary>
    /// How many other vectors must be near a vector for its surroundings to be dense, at least 1; null for
    /// <see cref="MinClusterSize"/>. The larger, the more vectors are outliers. The vector itself does not count, as in
    /// the hdbscan package; scikit-learn counts it, so its <c>min_samples</c> is one larger.
    /// </summary>
    public int? MinSamples { get; set; }

    /// <summary>Which of the clusters inside each other to take.</summary>
    public ClusterSelection Selection { get; set; }

    /// <summary>Whether all vectors together may be the only cluster.</summary>
    public bool AllowSingleCluster { get; set; }

    /// <summary>
    /// Of how many vectors at most every distance is computed, which takes four bytes per pair; from 0 to 40,000. Of
    /// more vectors, the tree is built from near neighbors only: see <see cref="Hdbscan"/>.
    /// </summary>
    public int ExactLimit { get; set; } = 8_000;
}
