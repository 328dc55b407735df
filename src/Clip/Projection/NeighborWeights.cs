using Clip.Vectors;

namespace Clip.Projection;

/// <summary>A symmetric graph of neighbors with a weight per edge, row by row.</summary>
/// <param name="Starts">Where the edges of each row begin, and at last their number.</param>
/// <param name="Others">The row at the other end of each edge, in ascending order for each row.</param>
/// <param name="Weights">The weight of each edge.</param>
internal sealed record NeighborWeights(int[] Starts, int[] Others, float[] Weights)
{
    /// <summary>The number of rows.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Makes a graph symmetric.</summary>
    /// <param name="nearest">The neighbors of each row.</param>
    /// <param name="weights">The weight of each of them.</param>
    /// <param name="combine">
    /// The weight of an edge from the weights in both directions, whatever their order; 0 where there is none.
    /// </param>
    public static NeighborWeights Symmetric(
        NearestRows nearest, double[][] weights, Func<double, double, double> combine)
    {
        var rows = new Edges[nearest.Count];
        Parallel.For(0, rows.Length, row => rows[row] = Edges.Sorted(nearest.RowsOf(row), weights[row]));
        var back = Reversed(rows);
        var starts = new int[rows.Length + 1];
        for (var row = 0; row < rows.Length; row++)
            starts[row + 1] = starts[row] + Merge(rows[row], back[row], static (_, _, _) => { });
        var (others, combined) = (new int[starts[^1]], new float[starts[^1]]);
        Parallel.For(0, rows.Length, row =>
        {
            var at = starts[row];
            Merge(rows[row], back[row], (other, there, back) =>
            {
                others[at] = other;
                combined[at++] = (float)combine(there, back);
            });
        });
        return new NeighborWeights(starts, others, combined);
    }

    /// <summary>For each row the edges that lead to it, in ascending order.</summary>
    private static Edges[] Reversed(Edges[] rows)
    {
        var lengths = new int[rows.Length];
        foreach (var edges in rows)
        {
            foreach (var other in edges.Others)
                lengths[other]++;
        }
        var back = Array.ConvertAll(lengths, static length => new Edges(new int[length], new double[length]));
        Array.Clear(lengths);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < rows[row].Others.Length; i++)
            {
                var other = rows[row].Others[i];
                back[other].Others[lengths[other]] = row;
                back[other].Weights[lengths[other]++] = rows[row].Weights[i];
            }
        }
        return back;
    }

    /// <summary>Visits the rows that are in one list or the other, in ascending order.</summary>
    /// <returns>How many there are.</returns>
    private static int Merge(Edges there, Edges back, Action<int, double, double> visit)
    {
        var count = 0;
        for (int i = 0, j = 0; i < there.Others.Length || j < back.Others.Length; count++)
        {
            var first = i < there.Others.Length ? there.Others[i] : int.MaxValue;
            var second = j < back.Others.Length ? back.Others[j] : int.MaxValue;
            visit(
                Math.Min(first, second), first <= second ? there.Weights[i] : 0,
                second <= first ? back.Weights[j] : 0);
            i += first <= second ? 1 : 0;
            j += second <= first ? 1 : 0;
        }
        return count;
    }

    /// <summary>The edges of one row, in ascending order of the rows at their other ends.</summary>
    private readonly record struct Edges(int[] Others, double[] Weights)
    {
        public static Edges Sorted(ReadOnlySpan<int> others, double[] weights)
        {
            var edges = new Edges(others.ToArray(), [.. weights]);
            Array.Sort(edges.Others, edges.Weights);
            return edges;
        }
    }
}
