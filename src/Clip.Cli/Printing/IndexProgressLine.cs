using System.Diagnostics;
using System.Globalization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Shows on the status line how far indexing is: a bar, pictures per second, time left. Runs that end at once show
/// nothing.
/// </summary>
internal sealed class IndexProgressLine(Terminal terminal) : IProgress<IndexProgress>
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);

    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public void Report(IndexProgress value)
    {
        var elapsed = Stopwatch.GetElapsedTime(_startedAt);
        if (elapsed >= Delay)
            terminal.Status.Draw(width => Line(value, elapsed, width));
    }

    private static string Line(IndexProgress progress, TimeSpan elapsed, int width)
    {
        // What is new has been encoded before.
        if (progress.Reread > 0)
        {
            return ProgressText.Bar(
                (double)progress.Reread / Math.Max(progress.Reread, progress.ToReread),
                Texts.Say($"metadata of {progress.Reread:N0}/{progress.ToReread:N0} pictures read again"), width);
        }
        // Files that were indexed already cost nothing; counted in, they would promise a speed that no picture reaches.
        var rate = (progress.Done - progress.Skipped) / Math.Max(elapsed.TotalSeconds, 0.001);
        var speed = Texts.Say($"{rate:0.0} pictures/s");
        if (!progress.FoundAll)
        {
            return ProgressText.Cut(
                Texts.Say($"{progress.Done:N0} of {progress.Found:N0} found so far  {speed}"), width);
        }

        var counts = string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0}/{progress.Found:N0}  {speed}");
        if (rate > 0)
        {
            var left = TimeSpan.FromSeconds((progress.Found - progress.Done) / rate);
            counts += "  " + Texts.Say($"{ProgressText.Duration(left)} left");
        }
        return ProgressText.Bar(progress.Found == 0 ? 1 : (double)progress.Done / progress.Found, counts, width);
    }
}
