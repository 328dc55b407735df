using System.Diagnostics;
using System.Globalization;
using Clip.Indexing;
using Spectre.Console;

namespace Clip.Cli.Output;

/// <summary>
/// One line on standard error that tells how far a run is: a bar, pictures a second, time left. Nothing is drawn where
/// standard error is not a terminal, and nothing for runs that end at once.
/// </summary>
internal sealed class ProgressBar : IProgress<IndexProgress>, IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private readonly Lazy<IAnsiConsole> _console = new(static () => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Interactive = InteractionSupport.No,
    }));
    private TimeSpan _drawn = Delay - Interval;
    private bool _visible;

    public ProgressBar(Terminal terminal)
    {
        _terminal = terminal;
        if (terminal.ShowsProgress)
            terminal.OnMessage(Clear);
    }

    public void Report(IndexProgress value)
    {
        if (!_terminal.ShowsProgress)
            return;
        lock (_lock)
        {
            var now = _clock.Elapsed;
            if (now - _drawn < Interval)
                return;
            _drawn = now;
            _visible = true;
            _console.Value.Write(new ControlCode("\r\e[K"));
            _console.Value.Markup(Line(value, now));
        }
    }

    public void Dispose()
    {
        if (!_terminal.ShowsProgress)
            return;
        Clear();
        _terminal.OnMessage(null);
    }

    internal static string Line(IndexProgress progress, TimeSpan elapsed)
    {
        var rate = progress.Done / Math.Max(elapsed.TotalSeconds, 0.001);
        var speed = string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} pictures/s");
        if (!progress.FoundAll)
            return string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0} of {progress.Found:N0} found so far  {speed}");

        var share = progress.Found == 0 ? 1 : (double)progress.Done / progress.Found;
        var filled = (int)(share * Width);
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/]";
        var left = rate > 0 ? TimeSpan.FromSeconds((progress.Found - progress.Done) / rate) : TimeSpan.Zero;
        return string.Create(CultureInfo.InvariantCulture, $"{bar} {progress.Done:N0}/{progress.Found:N0}  {speed}  {Duration(left)} left");
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
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
