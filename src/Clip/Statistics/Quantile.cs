namespace Clip.Statistics;

/// <summary>
/// Quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan, the default of numpy and R.
/// </summary>
internal static class Quantile
{
    /// <summary>The p-quantile of sorted values: what stands at the position p × (n − 1).</summary>
    /// <param name="sorted">The values in ascending order; at least one.</param>
    /// <param name="p">0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double p)
    {
        var position = p * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
