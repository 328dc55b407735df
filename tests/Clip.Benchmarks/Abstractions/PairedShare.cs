using System.Diagnostics;

namespace Clip.Benchmarks.Abstractions;

/// <summary>
/// How much longer one thing takes than another: both are run in turns, so that other load on the machine affects both,
/// and the median of the rounds is given with its interval, which needs no assumption about the errors.
/// </summary>
/// <param name="Direct">The median time of the first, in seconds.</param>
/// <param name="More">The median of the differences, in seconds.</param>
/// <param name="Share">The median of the differences as a share of the first.</param>
/// <param name="Low">Below this lies the true median with a probability of 2.5 %.</param>
/// <param name="High">Above this lies the true median with a probability of 2.5 %.</param>
internal readonly record struct PairedShare(double Direct, double More, double Share, double Low, double High)
{
    private const int LeastRounds = 100;
    private static readonly TimeSpan ShortestRun = TimeSpan.FromMilliseconds(4);

    // The interval narrows with the square root of the rounds: this shows a share of 1 % on a machine that does other
    // work at the same time.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    public static PairedShare Measure(Action direct, Action through)
    {
        direct();
        through();
        var calls = 1;
        while (Seconds(direct, calls) * calls < ShortestRun.TotalSeconds)
            calls *= 2;
        List<double> first = [], more = [], shares = [];
        var start = Stopwatch.GetTimestamp();
        while (first.Count < LeastRounds || Stopwatch.GetElapsedTime(start) < Duration)
        {
            var isFirst = first.Count % 2 == 0;
            var a = isFirst ? Seconds(direct, calls) : 0;
            var b = Seconds(through, calls);
            a = isFirst ? a : Seconds(direct, calls);
            first.Add(a);
            more.Add(b - a);
            shares.Add((b - a) / a);
        }
        first.Sort();
        more.Sort();
        shares.Sort();
        // The rank of the true median among the rounds is binomial.
        var rounds = first.Count;
        var half = (int)Math.Ceiling(1.96 * Math.Sqrt(rounds) / 2);
        return new PairedShare(
            first[rounds / 2], more[rounds / 2], shares[rounds / 2], shares[rounds / 2 - half],
            shares[rounds / 2 + half]);
    }

    private static double Seconds(Action action, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
