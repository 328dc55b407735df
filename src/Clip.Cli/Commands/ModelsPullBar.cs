using System.Diagnostics;
using System.Globalization;
using Clip.Cli.Output;
using Clip.Hub;
using Spectre.Console;

namespace Clip.Cli.Commands;

/// <summary>
/// One line on standard error that tells how far a download is: a bar, megabytes a second, time left, or why it pauses.
/// Nothing is drawn where standard error is not a terminal; there, pauses are told with <c>--verbose</c>.
/// </summary>
internal sealed class ModelsPullBar : IProgress<PullProgress>, IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private readonly Lazy<IAnsiConsole> _console = new(static () => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Interactive = InteractionSupport.No,
    }));
    private TimeSpan _drawn = -Interval;
    private long? _atStart;
    private bool _visible;

    public ModelsPullBar(Terminal terminal)
    {
        _terminal = terminal;
        if (terminal.ShowsProgress)
            terminal.OnMessage(Clear);
    }

    public void Report(PullProgress value)
    {
        if (value.Pause is { } pause)
            _terminal.Detail($"{pause.Reason} (waiting {Seconds(pause.Length)})");
        if (!_terminal.ShowsProgress)
            return;
        lock (_lock)
        {
            var now = _clock.Elapsed;
            // What was here before says nothing of the speed.
            _atStart ??= value.Bytes;
            if (now - _drawn < Interval && value.Pause is null)
                return;
            _drawn = now;
            _visible = true;
            _console.Value.Write(new ControlCode("\r\e[K"));
            _console.Value.Markup(Line(value, value.Bytes - _atStart.Value, now));
        }
    }

    public void Dispose()
    {
        if (!_terminal.ShowsProgress)
            return;
        Clear();
        _terminal.OnMessage(null);
    }

    internal static string Line(PullProgress progress, long brought, TimeSpan elapsed)
    {
        if (progress.TotalBytes == 0)
            return progress.Pause is { } wait ? $"waiting {Seconds(wait.Length)}" : "";
        var share = Math.Clamp((double)progress.Bytes / progress.TotalBytes, 0, 1);
        var filled = (int)(share * Width);
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/]";
        var state = string.Create(CultureInfo.InvariantCulture, $"{bar} {progress.Bytes / 1e6:N1}/{progress.TotalBytes / 1e6:N1} MB");
        if (progress.Pause is { } pause)
            return $"{state}  waiting {Seconds(pause.Length)}";
        var rate = brought / Math.Max(elapsed.TotalSeconds, 0.001);
        if (rate <= 0)
            return state;
        var left = TimeSpan.FromSeconds(Math.Min((progress.TotalBytes - progress.Bytes) / rate, TimeSpan.FromDays(99).TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $"{state}  {rate / 1e6:0.0} MB/s  {Duration(left)} left");
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}")
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    private void Clear()
    {
        lock (_lock)
        {
            if (!_visible)
                return;
            _console.Value.Write(new ControlCode("\r\e[K"));
            _visible = false;
        }
    }
}
