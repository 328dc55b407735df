using System.Collections.Concurrent;
using System.Diagnostics;

namespace Clip.Benchmarks.Serving;

/// <summary>What clients got that asked one after the other for some time.</summary>
/// <param name="Seconds">How long they asked.</param>
/// <param name="Milliseconds">The times of the answers with status 200, ascending.</param>
/// <param name="Refused">Answers with status 429.</param>
/// <param name="Failed">Other answers.</param>
internal sealed record LoadResult(double Seconds, double[] Milliseconds, int Refused, int Failed)
{
    /// <summary>Requests that were answered per second.</summary>
    public double Rate => Milliseconds.Length / Seconds;

    /// <summary>The time that a share of the answers stays below, in milliseconds.</summary>
    public double Quantile(double share) => Quantile(Milliseconds, share);

    /// <summary>What a share of some numbers stays below.</summary>
    /// <param name="sorted">The numbers, ascending.</param>
    /// <param name="share">The share.</param>
    public static double Quantile(double[] sorted, double share) => sorted.Length == 0
        ? double.NaN
        : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    /// <summary>Both together.</summary>
    public LoadResult With(LoadResult other) => new(
        Seconds + other.Seconds, [.. Milliseconds.Concat(other.Milliseconds).Order()], Refused + other.Refused,
        Failed + other.Failed);
}

/// <summary>Clients that ask one after the other.</summary>
internal static class Load
{
    /// <summary>Runs clients.</summary>
    /// <param name="clients">How many ask at the same time.</param>
    /// <param name="time">How long.</param>
    /// <param name="send">Sends the request of a number, and returns the status.</param>
    public static LoadResult Run(int clients, TimeSpan time, Func<int, Task<int>> send)
    {
        var times = new ConcurrentBag<double>();
        int number = 0, refused = 0, failed = 0;
        var began = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, clients).Select(_ => Task.Run(AskAsync))]);
        return new LoadResult(
            Stopwatch.GetElapsedTime(began).TotalSeconds, [.. times.Order()], refused, failed);

        async Task AskAsync()
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var asked = Stopwatch.GetTimestamp();
                var status = await send(Interlocked.Increment(ref number)).ConfigureAwait(false);
                if (status == 200)
                    times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                else if (status == 429)
                    Interlocked.Increment(ref refused);
                else
                    Interlocked.Increment(ref failed);
            }
        }
    }
}
