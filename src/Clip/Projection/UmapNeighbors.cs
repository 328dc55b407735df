using Clip.Vectors;

namespace Clip.Projection;

/// <summary>How firmly UMAP connects neighbors: 1 to the nearest, less the farther the others are beyond it.</summary>
internal static class UmapNeighbors
{
    private const int Halvings = 64;

    /// <summary>The least spread of a vector's surroundings, as a share of the mean distance.</summary>
    private const double LeastSpread = 1e-3;

    public static NeighborWeights Weigh(NearestRows nearest)
    {
        var memberships = new double[nearest.Count][];
        Parallel.For(0, nearest.Count, row => memberships[row] = Memberships(nearest.ProductsOf(row)));
        // An edge is there if it is there in one direction or the other.
        return NeighborWeights.Symmetric(
            nearest, memberships, static (there, back) => there + back - (there * back));
    }

    private static double[] Memberships(ReadOnlySpan<float> products)
    {
        var distances = new double[products.Length];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = Math.Max(0, 1.0 - products[i]);
        // Copies are no neighbors that say how dense the surroundings are.
        var nearest = distances.FirstOrDefault(static distance => distance > 1e-6);
        // The vector itself counts as a neighbor.
        var target = Math.Log2(distances.Length + 1);
        var (low, high, spread) = (0.0, double.PositiveInfinity, 1.0);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var sum = distances.Sum(distance => Membership(distance, nearest, spread));
            if (Math.Abs(sum - target) < 1e-5)
                break;
            if (sum > target)
                (high, spread) = (spread, (low + spread) / 2);
            else
                (low, spread) = (spread, double.IsInfinity(high) ? 2 * spread : (spread + high) / 2);
        }
        spread = Math.Max(spread, LeastSpread * distances.Average());
        return Array.ConvertAll(distances, distance => Membership(distance, nearest, spread));
    }

    private static double Membership(double distance, double nearest, double spread) =>
        distance <= nearest || spread <= 0 ? 1 : Math.Exp(-(distance - nearest) / spread);
}
