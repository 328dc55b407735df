namespace Clip.Statistics;

/// <summary>
/// Draws items with repetition, again and again, to learn how much a figure depends on which items there are
/// (bootstrap). The same draws for every figure and model, so that differences are paired, and the same with every run.
/// </summary>
/// <param name="items">How many items there are.</param>
/// <param name="count">How often to draw as many.</param>
/// <param name="draw">Fills one draw with the numbers of items, given its own number.</param>
internal sealed class Resampling(int items, int count, Action<int, int[]> draw)
{
    /// <summary>How often items are drawn unless said otherwise.</summary>
    public const int UsualCount = 2000;

    private const ulong Seed = 0x5EED_C11F;

    public int Count => count;

    /// <summary>Draws that depend on nothing but the number of items.</summary>
    public static Resampling Of(int items, int count = UsualCount) => new(items, count, (number, drawn) =>
    {
        // A mixed number, so that the streams of two draws are not the same one shifted.
        var state = Seed ^ (ulong)number;
        state = Next(ref state);
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = (int)(((UInt128)Next(ref state) * (ulong)items) >> 64);
    });

    /// <summary>Computes figures for every draw.</summary>
    /// <param name="figures">Computes them from the items drawn.</param>
    /// <returns>For each figure its values in all draws.</returns>
    public double[][] Values(Func<int[], double[]> figures)
    {
        var drawn = new double[count][];
        Parallel.For(
            0, count, () => new int[items],
            (number, _, some) =>
            {
                draw(number, some);
                drawn[number] = figures(some);
                return some;
            },
            static _ => { });
        var measured = count == 0 ? 0 : drawn[0].Length;
        return [.. Enumerable.Range(0, measured).Select(i => drawn.Select(draw => draw[i]).ToArray())];
    }

    /// <summary>The interval that holds 95 % of the values.</summary>
    public static ConfidenceInterval Interval(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? new ConfidenceInterval(double.NaN, double.NaN)
            : new ConfidenceInterval(Quantile.Of(sorted, 0.025), Quantile.Of(sorted, 0.975));
    }

    /// <summary>The next number of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
