using Clip.Vectors;

namespace Clip.Projection;

/// <summary>
/// How strongly t-SNE draws neighbors together: as likely as they are by a bell curve around each vector.
/// </summary>
internal static class TsneNeighbors
{
    private const int Halvings = 64;

    /// <summary>Weighs neighbors so that each vector has the same perplexity; all weights add up to 1.</summary>
    public static NeighborWeights Weigh(NearestRows nearest, double perplexity)
    {
        var shares = new double[nearest.Count][];
        Parallel.For(0, nearest.Count, row => shares[row] = Shares(nearest.ProductsOf(row), perplexity));
        return NeighborWeights.Symmetric(
            nearest, shares, (there, back) => (there + back) / (2 * nearest.Count));
    }

    private static double[] Shares(ReadOnlySpan<float> products, double perplexity)
    {
        var target = Math.Log(perplexity);
        // Squared distances of unit vectors, less the smallest, which changes no share.
        var distances = new double[products.Length];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = 2 * ((double)products[0] - products[i]);
        var shares = new double[distances.Length];
        var (low, high, beta) = (0.0, double.PositiveInfinity, 1.0);
        for (var halving = 0; halving < Halvings; halving++)
        {
            double sum = 0, weighted = 0;
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = Math.Exp(-beta * distances[i]);
                sum += shares[i];
                weighted += distances[i] * shares[i];
            }
            var entropy = Math.Log(sum) + (beta * weighted / sum);
            for (var i = 0; i < shares.Length; i++)
                shares[i] /= sum;
            if (Math.Abs(entropy - target) < 1e-6)
                break;
            if (entropy > target)
                (low, beta) = (beta, double.IsInfinity(high) ? 2 * beta : (beta + high) / 2);
            else
                (high, beta) = (beta, (beta + low) / 2);
        }
        return shares;
    }
}
