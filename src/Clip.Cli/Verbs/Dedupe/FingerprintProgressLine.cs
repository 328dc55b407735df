using System.Diagnostics;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Dedupe;

/// <summary>Shows on the status line how many pictures have been looked at.</summary>
internal sealed class FingerprintProgressLine(Terminal terminal) : IProgress<(int Done, int Count)>
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);

    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public void Report((int Done, int Count) value)
    {
        if (Stopwatch.GetElapsedTime(_startedAt) < Delay)
            return;
        var counts = Texts.Say($"{value.Done:N0}/{value.Count:N0} pictures compared");
        terminal.Status.Draw(width => ProgressText.Bar((double)value.Done / value.Count, counts, width));
    }
}
