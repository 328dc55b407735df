using Clip.Clustering;
using Clip.Vectors;

namespace Clip;

/// <summary>
/// Groups unit vectors around a given number of centers by their cosines (spherical k-means, Dhillon and Modha 2001).
/// </summary>
/// <remarks>
/// Starts several times from centers that greedy k-means++ chooses, moves centers (Lloyd) and then single vectors
/// (Hartigan), and keeps the best result, which is at least as good as nine of ten runs of plain k-means++. The same
/// vectors in the same order always give the same clusters.
/// </remarks>
public static class SphericalKMeans
{
    private const int MostStarts = 24;
    private const int MostIterations = 300;
    private const int SeedingRows = 20_000;
    private const int FewRows = 10_000;

    // Multiplications of all starts, of one start's assignments, and of one start's single moves.
    private const double StartBudget = 4e9;
    private const double AssignmentBudget = 4e11;
    private const double MoveBudget = 5e10;

    /// <summary>Groups vectors.</summary>
    /// <param name="vectors">The vectors one after the other, each of unit length.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="clusters">How many clusters, at least 1.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>
    /// The clusters, the largest first; fewer than asked for where fewer vectors differ, and none of no vectors.
    /// </returns>
    /// <exception cref="ArgumentException">The numbers are not whole vectors, or not all finite.</exception>
    public static CenterClusters Cluster(
        ReadOnlyMemory<float> vectors, int dimensions, int clusters, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        using var rows = AlignedRows.Of(vectors.Span, dimensions);
        if (rows.Count == 0)
            return new CenterClusters([], [], dimensions, 0, 0);
        clusters = Math.Min(clusters, rows.Count);
        var starts = (int)Math.Clamp(
            StartBudget / (20.0 * rows.Count * clusters * rows.Matrix.Stride), 1, MostStarts);
        using var seeding = Sample(rows, Math.Max(SeedingRows, 10 * clusters));
        CenterClusters? best = null;
        for (var start = 0; start < starts; start++)
        {
            var centers = CenterSeeding.Choose(seeding ?? rows, clusters, new Random(start), cancellationToken);
            using var partition = new CenterPartition(rows, centers);
            var result = Improve(rows, partition, cancellationToken);
            if (best is null || result.Objective > best.Objective)
                best = result;
        }
        return best!;
    }

    /// <summary>Moves given centers until no vector changes its cluster (Lloyd's algorithm alone).</summary>
    /// <param name="vectors">The vectors one after the other, each of unit length.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="centers">The centers to start from, one after the other, each of unit length.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>
    /// The clusters in the order of their centers. A center without vectors, or whose vectors cancel out, stays where it
    /// was.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no center, or the numbers are not whole vectors or not all finite.
    /// </exception>
    public static CenterClusters FromCenters(
        ReadOnlyMemory<float> vectors, int dimensions, ReadOnlyMemory<float> centers,
        CancellationToken cancellationToken = default)
    {
        if (centers.IsEmpty)
            throw new ArgumentException("There is no center.", nameof(centers));
        using var rows = AlignedRows.Of(vectors.Span, dimensions);
        using var partition = new CenterPartition(rows, AlignedRows.Of(centers.Span, dimensions));
        var (objective, iterations) = MoveCenters(partition, MostIterations, stopBelow: 1, cancellationToken);
        return Result(partition, objective, iterations);
    }

    private static CenterClusters Improve(
        AlignedRows rows, CenterPartition partition, CancellationToken cancellationToken)
    {
        var most = (int)Math.Clamp(AssignmentBudget / partition.Work, 5, MostIterations);
        // The last moves of very many vectors change nothing that anybody sees.
        var stopBelow = rows.Count <= FewRows ? 1 : rows.Count / 1000;
        var passes = (int)Math.Clamp(MoveBudget / partition.Work, 1, MostIterations);
        var (objective, iterations) = MoveCenters(partition, most, stopBelow, cancellationToken);
        if (SinglePointMoves.Run(rows, partition, passes, cancellationToken) > 0)
        {
            objective = partition.MoveCenters();
            iterations++;
        }
        var (labels, centers) = WithoutEmpty(partition);
        return new CenterClusters(labels, centers, rows.Matrix.Dimensions, objective, iterations);
    }

    private static (double Objective, int Iterations) MoveCenters(
        CenterPartition partition, int most, int stopBelow, CancellationToken cancellationToken)
    {
        double objective = 0;
        for (var iteration = 1; ; iteration++)
        {
            var changed = partition.Assign(cancellationToken);
            if (changed > 0 || iteration == 1)
                objective = partition.MoveCenters();
            if (changed < stopBelow || iteration >= most)
                return (objective, iteration);
        }
    }

    /// <summary>Evenly spaced rows, or null where there are not too many.</summary>
    private static AlignedRows? Sample(AlignedRows rows, int most)
    {
        if (rows.Count <= most)
            return null;
        var which = new int[most];
        for (var i = 0; i < most; i++)
            which[i] = (int)((long)i * rows.Count / most);
        return rows.Gather(which);
    }

    /// <summary>Numbers the clusters by size, of equally large ones by their first vector, and drops empty ones.</summary>
    private static (int[] Labels, float[] Centers) WithoutEmpty(CenterPartition partition)
    {
        var order = ClusterOrder.LargestFirst(partition.Labels);
        var centers = new List<float>();
        foreach (var cluster in order.Clusters)
            centers.AddRange(partition.Centers.Row(cluster));
        return (order.Labels, [.. centers]);
    }

    private static CenterClusters Result(CenterPartition partition, double objective, int iterations)
    {
        var centers = new List<float>();
        for (var cluster = 0; cluster < partition.Centers.Count; cluster++)
            centers.AddRange(partition.Centers.Row(cluster));
        return new CenterClusters(
            [.. partition.Labels], [.. centers], partition.Centers.Matrix.Dimensions, objective, iterations);
    }
}
