using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// Chooses vectors to start from as centers: greedy k-means++ (Arthur and Vassilvitskii 2007), which draws each from
/// several candidates, far ones more often, and takes the candidate that leaves the vectors nearest to their centers.
/// </summary>
internal static unsafe class CenterSeeding
{
    /// <summary>Distances below this are those of equal vectors.</summary>
    private const double EqualVectors = 1e-6;

    /// <summary>Chooses centers.</summary>
    /// <param name="rows">The vectors, of unit length.</param>
    /// <param name="clusters">How many centers; fewer are chosen where fewer vectors differ.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="cancellationToken">Stops the choice.</param>
    public static AlignedRows Choose(
        AlignedRows rows, int clusters, Random random, CancellationToken cancellationToken)
    {
        var matrix = rows.Matrix;
        var distances = new double[rows.Count];
        Array.Fill(distances, double.PositiveInfinity);
        var candidates = 2 + (int)Math.Log(clusters);
        var products = new float[rows.Count];
        var chosen = new List<int> { random.Next(rows.Count) };
        Update(chosen[0], distances);
        var best = new double[rows.Count];
        var tried = new double[rows.Count];
        while (chosen.Count < clusters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var total = Sum(distances);
            if (total <= EqualVectors * rows.Count && !distances.Any(static far => far > EqualVectors))
                break;
            var (bestRow, bestTotal) = (-1, double.PositiveInfinity);
            for (var i = 0; i < candidates; i++)
            {
                var row = Draw(distances, random.NextDouble() * total);
                if (distances[row] <= EqualVectors)
                    row = Array.IndexOf(distances, distances.Max());
                distances.CopyTo(tried, 0);
                Update(row, tried);
                var left = Sum(tried);
                if (left >= bestTotal)
                    continue;
                (bestRow, bestTotal) = (row, left);
                (best, tried) = (tried, best);
            }
            chosen.Add(bestRow);
            (distances, best) = (best, distances);
        }
        return rows.Gather([.. chosen]);

        void Update(int center, double[] nearest)
        {
            fixed (float* target = products)
                ProductTile.OfOne(matrix[center], matrix, target);
            for (var row = 0; row < nearest.Length; row++)
                nearest[row] = Math.Min(nearest[row], Math.Max(0, 1.0 - products[row]));
        }
    }

    private static int Draw(double[] weights, double at)
    {
        for (var row = 0; row < weights.Length; row++)
        {
            at -= weights[row];
            if (at < 0)
                return row;
        }
        return weights.Length - 1;
    }

    private static double Sum(double[] numbers)
    {
        double sum = 0;
        foreach (var number in numbers)
            sum += number;
        return sum;
    }
}
