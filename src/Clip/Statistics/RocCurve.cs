namespace Clip.Statistics;

/// <summary>
/// How well scores tell positives from negatives. Accepted is what has a score at or above a threshold.
/// </summary>
internal static class RocCurve
{
    /// <summary>
    /// The area under the curve: how often a positive has the larger score than a negative, ties counting half
    /// (Mann-Whitney). Null where one of the two is missing.
    /// </summary>
    public static double? Area(IReadOnlyList<double> positive, IReadOnlyList<double> negative)
    {
        if (positive.Count == 0 || negative.Count == 0)
            return null;
        double[] sorted = [.. negative.Order()];
        var wins = 0.0;
        foreach (var score in positive)
        {
            var (below, upTo) = (CountBelow(sorted, score), CountBelow(sorted, Math.BitIncrement(score)));
            wins += below + (upTo - below) / 2.0;
        }
        return wins / positive.Count / negative.Count;
    }

    /// <summary>
    /// The error rate at which as many negatives are accepted as positives refused, both rates joined linearly between
    /// neighboring thresholds. Null where positives or negatives are missing.
    /// </summary>
    public static double? EqualError(IReadOnlyList<double> positive, IReadOnlyList<double> negative)
    {
        if (positive.Count == 0 || negative.Count == 0)
            return null;
        double[] own = [.. positive.Order()], other = [.. negative.Order()];
        // Above all scores, nothing is accepted.
        var (falseAccepts, falseRefusals) = (0.0, 1.0);
        foreach (var threshold in own.Concat(other).Distinct().OrderDescending())
        {
            var accepts = 1 - (double)CountBelow(other, threshold) / other.Length;
            var refusals = (double)CountBelow(own, threshold) / own.Length;
            if (accepts >= refusals)
            {
                var (before, after) = (falseRefusals - falseAccepts, accepts - refusals);
                var part = before + after > 0 ? before / (before + after) : 0;
                return falseAccepts + part * (accepts - falseAccepts);
            }
            (falseAccepts, falseRefusals) = (accepts, refusals);
        }
        return falseAccepts;
    }

    private static int CountBelow(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
