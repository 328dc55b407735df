using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// Moves single vectors to another cluster wherever that makes the objective larger (Hartigan's method). It takes the
/// effect on both centers into account, and so leaves many partitions in which every vector is already nearest to its
/// own center: with few vectors in many dimensions, those are far below the best.
/// </summary>
internal static unsafe class SinglePointMoves
{
    /// <summary>The least gain of a move. Rounding makes up smaller ones.</summary>
    private const double LeastGain = 1e-5;

    /// <summary>Improves a partition.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="partition">The partition; its labels change, and its centers afterwards do not fit them.</param>
    /// <param name="passes">How often to go through all vectors at most.</param>
    /// <param name="cancellationToken">Stops the improvement.</param>
    /// <returns>How many vectors moved.</returns>
    public static int Run(AlignedRows rows, CenterPartition partition, int passes, CancellationToken cancellationToken)
    {
        var clusters = partition.Centers.Count;
        using var sums = new AlignedRows(clusters, rows.Matrix.Dimensions);
        var squares = new double[clusters];
        var products = new float[clusters];
        var moved = 0;
        for (var pass = 0; pass < passes; pass++)
        {
            // Again from the vectors, because the moves of a pass round.
            Read(partition.Sums(), sums, squares);
            var movedNow = 0;
            for (var row = 0; row < rows.Count; row++)
            {
                if (row % 1024 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                fixed (float* target = products)
                    ProductTile.OfOne(rows.Matrix[row], sums.Matrix, target);
                var own = partition.Labels[row];
                var vector = rows.Row(row);
                var length = Square(vector);
                var without = Math.Max(0, squares[own] - (2 * (double)products[own]) + length);
                // The differences of two norms, by their squares so that nothing cancels.
                var loss = Quotient((2 * (double)products[own]) - length, Math.Sqrt(squares[own]), Math.Sqrt(without));
                var (best, bestGain, bestSquare) = (own, loss + LeastGain, 0.0);
                for (var other = 0; other < clusters; other++)
                {
                    if (other == own)
                        continue;
                    var with = Math.Max(0, squares[other] + (2 * (double)products[other]) + length);
                    var gain = Quotient(
                        (2 * (double)products[other]) + length, Math.Sqrt(squares[other]), Math.Sqrt(with));
                    if (gain > bestGain)
                        (best, bestGain, bestSquare) = (other, gain, with);
                }
                if (best == own)
                    continue;
                (squares[own], squares[best]) = (without, bestSquare);
                Add(sums.Row(own), vector, -1);
                Add(sums.Row(best), vector, 1);
                partition.Labels[row] = best;
                movedNow++;
            }
            if (movedNow == 0)
                break;
            moved += movedNow;
        }
        return moved;
    }

    private static void Read(double[] from, AlignedRows sums, double[] squares)
    {
        for (var cluster = 0; cluster < sums.Count; cluster++)
        {
            var sum = sums.Row(cluster);
            for (var i = 0; i < sum.Length; i++)
                sum[i] = (float)from[(cluster * sum.Length) + i];
            squares[cluster] = Square(sum);
        }
    }

    private static double Quotient(double difference, double a, double b) => a + b > 0 ? difference / (a + b) : 0;

    private static void Add(Span<float> sum, ReadOnlySpan<float> vector, float sign)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += sign * vector[i];
    }

    private static double Square(ReadOnlySpan<float> vector)
    {
        double square = 0;
        foreach (var number in vector)
            square += (double)number * number;
        return square;
    }
}
