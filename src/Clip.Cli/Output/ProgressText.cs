using System.Globalization;

namespace Clip.Cli.Output;

/// <summary>
/// Composes what a <see cref="StatusLine"/> shows. A line that wraps cannot be drawn over, so none does.
/// </summary>
internal static class ProgressText
{
    private const int WidestBar = 30;
    private const int NarrowestBar = 8;

    /// <summary>A bar with the counts beside it; the counts alone where the terminal is narrow.</summary>
    /// <param name="share">How much is done, from 0 to 1.</param>
    /// <param name="counts">The text beside the bar.</param>
    /// <param name="width">The width of the terminal.</param>
    public static string Bar(double share, string counts, int width)
    {
        var bar = Math.Min(WidestBar, width - 2 - counts.Length);
        if (bar < NarrowestBar)
            return Cut(counts, width);
        var filled = (int)(Math.Clamp(share, 0, 1) * bar);
        return $"[green]{new string('━', filled)}[/][grey]{new string('─', bar - filled)}[/] {counts}";
    }

    /// <summary>A text, cut where the terminal is too narrow for it.</summary>
    public static string Cut(string text, int width) => text[..Math.Clamp(width - 1, 0, text.Length)];

    /// <summary>A time in words, as exact as an estimate is: <c>40 seconds</c>, <c>3 minutes</c>.</summary>
    public static string Roughly(TimeSpan time)
    {
        var (count, unit) = time switch
        {
            { TotalSeconds: < 55 } => (Math.Max(5, Math.Round(time.TotalSeconds / 5) * 5), "second"),
            { TotalMinutes: < 90 } => (Math.Max(1, Math.Round(time.TotalMinutes)), "minute"),
            { TotalHours: < 48 } => (Math.Round(time.TotalHours), "hour"),
            _ => (Math.Round(time.TotalDays), "day"),
        };
        return Counted.Of((long)count, unit);
    }

    /// <summary>A time as minutes and seconds, with hours where there are any.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
