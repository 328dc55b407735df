namespace Clip.Postgres.Reading;

/// <summary>
/// The scores of vectors in 32 bits, computed as the embedded index computes them, so that an answer has the same
/// scores and the same order wherever it comes from.
/// </summary>
internal static class CandidateScores
{
    /// <summary>
    /// The most by which the database's product of 16-bit vectors differs from ours of 32-bit ones, for a query and
    /// vectors of unit length: the rounding of both vectors to 11 bits (Cauchy-Schwarz), where the smallest numbers are
    /// rounded to multiples of 2^-24, and that of two sums in 32 bits.
    /// </summary>
    public static double ErrorBound(int dimensions, double queryLength)
    {
        var rounding = Math.ScaleB(1, -11) + (Math.Sqrt(dimensions) * Math.ScaleB(1, -25));
        // Vectors are of unit length within the tolerance with which they are stored.
        return 1.01 * queryLength * ((2 * rounding) + (rounding * rounding) + (2 * dimensions * Math.ScaleB(1, -24)));
    }

    /// <summary>The best of some vectors.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">Entries and their vectors, in any order.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="minScore">Those with a lower score are left out.</param>
    /// <returns>The best first; of equal scores the lower entry.</returns>
    public static ScoredRow[] Best(
        ReadOnlySpan<float> query, IEnumerable<(long Entry, float[] Vector)> rows, int count, float minScore)
    {
        // In the order of their entries, because of equal scores the row that was added first wins.
        var ordered = rows.OrderBy(static row => row.Entry).ToList();
        if (ordered.Count == 0)
            return [];
        using var index = new VectorIndex(query.Length);
        foreach (var row in ordered)
            index.Add(row.Vector);
        return Array.ConvertAll(
            index.Search(query, Math.Min(count, ordered.Count), minScore: minScore),
            row => new ScoredRow(ordered[(int)row.Row].Entry, row.Score));
    }
}
