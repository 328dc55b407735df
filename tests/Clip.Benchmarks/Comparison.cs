using System.Diagnostics;

namespace Clip.Benchmarks;

/// <summary>
/// Measures alternatives side by side: in each round every one runs once, so that whatever else the machine is doing
/// falls on all of them, and in an order that changes from round to round, so that none always comes first.
/// </summary>
internal sealed class Comparison
{
    private static readonly TimeSpan ShortestRun = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TimeForEach = TimeSpan.FromSeconds(2);
    private const int FewestRounds = 5;
    private const int MostRounds = 30;

    private readonly IReadOnlyList<Alternative> _alternatives;

    // [alternative][round], in seconds for one run.
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
        Median([.. _seconds[i].Select((seconds, round) => alternative.Work / seconds / (_alternatives[0].Work / _seconds[0][round]))])));

    /// <summary>Warms up, then measures for about two seconds each. The first alternative is what the others are compared with.</summary>
    public static Comparison Measure(params IReadOnlyList<Alternative> alternatives)
    {
        var repeats = alternatives.Select(WarmUp).ToArray();
        var (rounds, spent) = (new List<double[]>(), Stopwatch.StartNew());
        while (rounds.Count < FewestRounds || (rounds.Count < MostRounds && spent.Elapsed < TimeForEach * alternatives.Count))
        {
            var round = new double[alternatives.Count];
            for (var k = 0; k < alternatives.Count; k++)
            {
                var i = (k + rounds.Count) % alternatives.Count;
                round[i] = Time(alternatives[i], repeats[i]);
            }

            rounds.Add(round);
        }

        return new Comparison(alternatives, [.. Enumerable.Range(0, alternatives.Count).Select(i => rounds.Select(round => round[i]).ToArray())]);
    }

    /// <summary>Runs until caches are warm, and finds how many runs make a time worth measuring.</summary>
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
