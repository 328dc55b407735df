using System.Diagnostics;

namespace Clip.Models.Quantization;

/// <summary>
/// Compares the speed of two computations. They run in turns, so that whatever else the machine does disturbs both, and
/// of each the fastest turn counts, which is disturbed least.
/// </summary>
internal static class PairedTiming
{
    private const int MostTurns = 5;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>How many times as fast the other computation is; each runs at least once.</summary>
    /// <param name="usual">The computation to compare with.</param>
    /// <param name="other">The other computation.</param>
    public static double Ratio(Action usual, Action other)
    {
        var clock = Stopwatch.StartNew();
        var (least, leastOfOther) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var turn = 0; turn == 0 || (turn < MostTurns && clock.Elapsed < Enough); turn++)
        {
            // Whichever runs first finds the caches as the other one left them.
            if (turn % 2 == 0)
                least = Least(least, usual);
            leastOfOther = Least(leastOfOther, other);
            if (turn % 2 != 0)
                least = Least(least, usual);
        }
        return least / leastOfOther;
    }

    private static TimeSpan Least(TimeSpan known, Action run)
    {
        var clock = Stopwatch.StartNew();
        run();
        // What is too short for the clock takes at least its step.
        var time = TimeSpan.FromTicks(Math.Max(1, clock.Elapsed.Ticks));
        return time < known ? time : known;
    }
}
