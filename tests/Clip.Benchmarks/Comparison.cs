using System.Diagnostics;

namespace Clip.Benchmarks;

/// <summary>
/// Measures alternatives side by side: each alternative runs once per round, so that other load on the machine affects
/// all of them, in an order that changes from round to round, so that none always runs first.
/// </summary>
internal sealed class Comparison
{
    private static readonly TimeSpan ShortestRun = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TimePerAlternative = TimeSpan.FromSeconds(2);
    private const int MinRounds = 5;
    private const int MaxRounds = 30;

    private readonly IReadOnlyList<Alternative> _alternatives;

    // [alternative][round], in seconds per run.
    private readonly double[][] _seconds;

    private Comparison(IReadOnlyList<Alternative> alternatives, double[][] seconds)
    {
        _alternatives = alternatives;
        _seconds = seconds;
    }

    public int Rounds => _seconds[0].Length;

    public IEnumerable<Result> Results => _alternatives.Select((alternative, i) => new Result(
        alternative.Name,
        alternative.Work,
        Median(_seconds[i]),
        _seconds[i].Min(),
        _seconds[i].Max(),
        Median([.. _seconds[i].Select((seconds, round) => Rate(i, round) / Rate(0, round))])));

    /// <summary>
    /// Warms up, then measures each alternative for about two seconds. The first one is the baseline of the ratios.
    /// </summary>
    public static Comparison Measure(params IReadOnlyList<Alternative> alternatives)
    {
        var repeats = alternatives.Select(WarmUp).ToArray();
        var (rounds, spent) = (new List<double[]>(), Stopwatch.StartNew());
        var time = TimePerAlternative * alternatives.Count;
        while (rounds.Count < MinRounds || (rounds.Count < MaxRounds && spent.Elapsed < time))
        {
            var round = new double[alternatives.Count];
            for (var k = 0; k < alternatives.Count; k++)
            {
                var i = (k + rounds.Count) % alternatives.Count;
                round[i] = Time(alternatives[i], repeats[i]);
            }

            rounds.Add(round);
        }

        var seconds = Enumerable.Range(0, alternatives.Count).Select(i => rounds.Select(round => round[i]).ToArray());
        return new Comparison(alternatives, [.. seconds]);
    }

    private double Rate(int alternative, int round) => _alternatives[alternative].Work / _seconds[alternative][round];

    /// <summary>Runs until caches are warm, and finds the number of runs that takes long enough to measure.</summary>
    private static int WarmUp(Alternative alternative)
    {
        Time(alternative, 1);
        for (var repeats = 1; ; repeats *= 2)
        {
            if (Time(alternative, repeats) * repeats >= ShortestRun.TotalSeconds)
                return repeats;
        }
    }

    private static double Time(Alternative alternative, int repeats)
    {
        if (alternative.Prepare is not { } prepare)
            return Seconds(alternative.Run, repeats) / repeats;
        var seconds = 0.0;
        for (var i = 0; i < repeats; i++)
        {
            prepare();
            seconds += Seconds(alternative.Run, 1);
        }

        return seconds / repeats;
    }

    private static double Seconds(Action run, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
            run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
