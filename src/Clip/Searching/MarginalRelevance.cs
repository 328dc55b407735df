using System.Numerics.Tensors;

namespace Clip.Searching;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein, "The Use of MMR", 1998): each next answer is near to the query
/// and far from the answers before it.
/// </summary>
internal static class MarginalRelevance
{
    /// <summary>Orders candidates.</summary>
    /// <param name="relevance">The cosine of each with the query, best first.</param>
    /// <param name="vectors">Their unit vectors.</param>
    /// <param name="lambda">1 leaves the order as it is, 0 ignores the query after the first.</param>
    /// <param name="count">How many to order.</param>
    /// <returns>The numbers of the candidates; of equally good ones the one that came first.</returns>
    public static List<int> Order(
        IReadOnlyList<double> relevance, IReadOnlyList<float[]> vectors, double lambda, int count)
    {
        count = Math.Min(count, vectors.Count);
        // The largest cosine of each candidate with what is chosen.
        var nearest = new double[vectors.Count];
        Array.Fill(nearest, double.NegativeInfinity);
        var isChosen = new bool[vectors.Count];
        List<int> order = [];
        while (order.Count < count)
        {
            var best = -1;
            var bestValue = double.NegativeInfinity;
            for (var i = 0; i < vectors.Count; i++)
            {
                if (isChosen[i])
                    continue;
                // The first is the nearest to the query, whatever lambda is.
                var value = order.Count == 0 ? relevance[i] : lambda * relevance[i] - (1 - lambda) * nearest[i];
                if (best < 0 || value > bestValue)
                    (best, bestValue) = (i, value);
            }
            isChosen[best] = true;
            order.Add(best);
            for (var i = 0; i < vectors.Count; i++)
            {
                if (!isChosen[i])
                    nearest[i] = Math.Max(nearest[i], TensorPrimitives.Dot<float>(vectors[best], vectors[i]));
            }
        }
        return order;
    }
}
