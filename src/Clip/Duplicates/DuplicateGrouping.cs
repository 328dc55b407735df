namespace Clip.Duplicates;

/// <summary>Joins linked pictures to groups.</summary>
internal static class DuplicateGrouping
{
    /// <summary>The groups of at least two pictures.</summary>
    /// <returns>
    /// Their pictures; the least score that holds each together; whether only time holds a part of it.
    /// </returns>
    public static IEnumerable<(int[] Pictures, double Score, bool HasBurst)> Of(
        int count, IEnumerable<DuplicateLink> links)
    {
        var parents = Enumerable.Range(0, count).ToArray();
        var scores = new double[count];
        var bursts = new bool[count];
        Array.Fill(scores, 1);
        // Copies before bursts, strong before weak: the last link that joins two parts is the weakest that is needed.
        foreach (var link in links.OrderBy(static link => link.IsBurst).ThenByDescending(static link => link.Score))
        {
            var (a, b) = (Find(link.A), Find(link.B));
            if (a == b)
                continue;
            var (first, second) = (Math.Min(a, b), Math.Max(a, b));
            parents[second] = first;
            scores[first] = Math.Min(link.Score, Math.Min(scores[first], scores[second]));
            bursts[first] |= bursts[second] | link.IsBurst;
        }
        return Enumerable.Range(0, count).GroupBy(Find).Where(static group => group.Count() > 1)
            .Select(group => (group.ToArray(), scores[group.Key], bursts[group.Key]));

        int Find(int picture)
        {
            while (parents[picture] != picture)
                picture = parents[picture] = parents[parents[picture]];
            return picture;
        }
    }
}
