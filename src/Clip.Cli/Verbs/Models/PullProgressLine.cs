using System.Diagnostics;
using System.Globalization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Models;

/// <summary>
/// Shows on the status line how far a download is: a bar, megabytes per second, time left, or why it pauses. With
/// <c>--verbose</c>, pauses are messages too.
/// </summary>
internal sealed class PullProgressLine(Terminal terminal) : IProgress<PullProgress>, IDisposable
{
    private static readonly TimeSpan LongestShown = TimeSpan.FromDays(99);

    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly Lock _turn = new();
    private long? _bytesAtStart;

    public void Report(PullProgress value)
    {
        if (value.Pause is { } pause)
            terminal.Detail($"{pause.Reason} (waiting {Seconds(pause.Length)})");
        long downloaded;
        lock (_turn)
        {
            // What was here before does not count as speed.
            _bytesAtStart ??= value.Bytes;
            downloaded = value.Bytes - _bytesAtStart.Value;
        }
        var elapsed = Stopwatch.GetElapsedTime(_startedAt);
        terminal.Status.Draw(width => Line(value, downloaded, elapsed, width), isUrgent: value.Pause is not null);
    }

    public void Dispose() => terminal.Status.Clear();

    private static string Line(PullProgress progress, long downloaded, TimeSpan elapsed, int width)
    {
        if (progress.TotalBytes == 0)
        {
            return progress.Pause is { } pause
                ? ProgressText.Cut(Texts.Say($"waiting {Seconds(pause.Length)}"), width)
                : "";
        }
        var counts = string.Create(
            CultureInfo.InvariantCulture, $"{progress.Bytes / 1e6:N1}/{progress.TotalBytes / 1e6:N1} MB");
        var share = (double)progress.Bytes / progress.TotalBytes;
        return ProgressText.Bar(share, counts + Rate(progress, downloaded, elapsed), width);
    }

    private static string Rate(PullProgress progress, long downloaded, TimeSpan elapsed)
    {
        if (progress.Pause is { } pause)
            return "  " + Texts.Say($"waiting {Seconds(pause.Length)}");
        var rate = downloaded / Math.Max(elapsed.TotalSeconds, 0.001);
        if (rate <= 0)
            return "";
        var seconds = Math.Min((progress.TotalBytes - progress.Bytes) / rate, LongestShown.TotalSeconds);
        var left = ProgressText.Duration(TimeSpan.FromSeconds(seconds));
        return string.Create(CultureInfo.InvariantCulture, $"  {rate / 1e6:0.0} MB/s  ") + Texts.Say($"{left} left");
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
