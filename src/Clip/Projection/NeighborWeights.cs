namespace Clip.Projection;

/// <summary>A symmetric graph of neighbors with a weight per edge, row by row.</summary>
/// <param name="Starts">Where the edges of each row begin, and at last their number.</param>
/// <param name="Others">The row at the other end of each edge.</param>
/// <param name="Weights">The weight of each edge.</param>
internal sealed record NeighborWeights(int[] Starts, int[] Others, float[] Weights)
{
    /// <summary>The number of rows.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Makes a graph symmetric.</summary>
    /// <param name="count">Rows.</param>
    /// <param name="edges">The edges of each row, each other row once.</param>
    /// <param name="combine">The weight of an edge from the weights in both directions.</param>
    public static NeighborWeights Symmetric(
        int count, IEnumerable<(int From, int To, double Weight)> edges, Func<double, double, double> combine)
    {
        var both = new Dictionary<(int, int), (double There, double Back)>();
        foreach (var (from, to, weight) in edges)
        {
            var key = (Math.Min(from, to), Math.Max(from, to));
            var known = both.GetValueOrDefault(key);
            both[key] = from < to ? (weight, known.Back) : (known.There, weight);
        }
        var starts = new int[count + 1];
        foreach (var (a, b) in both.Keys)
            (starts[a + 1], starts[b + 1]) = (starts[a + 1] + 1, starts[b + 1] + 1);
        for (var row = 0; row < count; row++)
            starts[row + 1] += starts[row];
        var next = starts.ToArray();
        var others = new int[2 * both.Count];
        var weights = new float[2 * both.Count];
        foreach (var ((a, b), (there, back)) in both.OrderBy(static edge => edge.Key))
        {
            var weight = (float)combine(there, back);
            (others[next[a]], weights[next[a]++]) = (b, weight);
            (others[next[b]], weights[next[b]++]) = (a, weight);
        }
        return new NeighborWeights(starts, others, weights);
    }
}
