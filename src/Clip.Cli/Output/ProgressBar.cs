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
    private const int WidestBar = 30;
    private const int NarrowestBar = 8;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private readonly Lazy<IAnsiConsole> _console;
    private TimeSpan _drawn = Delay - Interval;
    private bool _visible;

    public ProgressBar(Terminal terminal)
    {
        _terminal = terminal;
        _console = new Lazy<IAnsiConsole>(() => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = InteractionSupport.No,
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.HasErrorColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        }));
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
            // The line is drawn over the old one and only its rest is cleared, so that nothing flickers.
            _console.Value.Write(new ControlCode("\r"));
            _console.Value.Markup(Line(value, now, TerminalWidth()));
            _console.Value.Write(new ControlCode("\e[K"));
        }
    }

    public void Dispose()
    {
        if (!_terminal.ShowsProgress)
            return;
        Clear();
        _terminal.OnMessage(null);
    }

    /// <summary>The line as Spectre's markup, narrower than the terminal: a line that wraps cannot be drawn over.</summary>
    internal static string Line(IndexProgress progress, TimeSpan elapsed, int width)
    {
        // Files that the index had cost nothing; counted in, they would promise a speed that no picture reaches.
        var rate = (progress.Done - progress.Skipped) / Math.Max(elapsed.TotalSeconds, 0.001);
        var speed = string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} pictures/s");
        if (!progress.FoundAll)
            return Cut(string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0} of {progress.Found:N0} found so far  {speed}"), width);

        var counts = string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0}/{progress.Found:N0}  {speed}");
        if (rate > 0)
            counts += $"  {Duration(TimeSpan.FromSeconds((progress.Found - progress.Done) / rate))} left";
        var bar = Math.Min(WidestBar, width - 2 - counts.Length);
        if (bar < NarrowestBar)
            return Cut(counts, width);
        var filled = progress.Found == 0 ? bar : (int)(progress.Done * bar / progress.Found);
        return $"[green]{new string('━', filled)}[/][grey]{new string('─', bar - filled)}[/] {counts}";
    }

    private static string Cut(string text, int width) => text[..Math.Clamp(width - 1, 0, text.Length)];

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>The terminal's width now: it may be resized meanwhile.</summary>
    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }

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
