namespace Clip.Searching;

/// <summary>
/// Reciprocal rank fusion: merges lists whose scores cannot be compared by the places in them (Cormack, Clarke and
/// Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009).
/// </summary>
internal static class ReciprocalRank
{
    /// <summary>The constant of the paper.</summary>
    public const double DefaultK = 60;

    /// <summary>
    /// Merges lists. An item's score is the sum over the lists that have it of weight / (<paramref name="k"/> + place),
    /// with places counted from 1.
    /// </summary>
    /// <param name="lists">The lists, each with its best item first and no item twice.</param>
    /// <param name="weights">A weight per list; null for 1 each.</param>
    /// <param name="k">How much the first places count: the less, the smaller this is.</param>
    /// <returns>Best first; equal scores in the order in which the items come first in the lists.</returns>
    /// <exception cref="ArgumentException">The number of weights is another one than that of lists.</exception>
    public static IReadOnlyList<(T Item, double Score)> Fuse<T>(
        IReadOnlyList<IReadOnlyList<T>> lists, IReadOnlyList<double>? weights = null, double k = DefaultK)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(lists);
        if (weights is not null && weights.Count != lists.Count)
            throw new ArgumentException($"There are {weights.Count} weights for {lists.Count} lists.", nameof(weights));
        var scores = new Dictionary<T, double>();
        var items = new List<T>();
        for (var list = 0; list < lists.Count; list++)
        {
            for (var place = 0; place < lists[list].Count; place++)
            {
                var item = lists[list][place];
                var share = (weights?[list] ?? 1) / (k + place + 1);
                if (!scores.TryAdd(item, share))
                    scores[item] += share;
                else
                    items.Add(item);
            }
        }
        // A stable sort.
        return [.. items.Select(item => (item, scores[item])).OrderByDescending(static fused => fused.Item2)];
    }
}
