using System.Diagnostics;
using Spectre.Console;

namespace Clip.Cli.Output;

/// <summary>
/// One line on standard error that shows how far the work has come and is drawn over again and again. Nothing is drawn
/// where standard error is not a terminal.
/// </summary>
/// <param name="isShown">Whether anything is drawn.</param>
/// <param name="hasColor">Whether the line may be colored.</param>
/// <param name="turn">Held while the line is drawn; whoever writes a message holds it too.</param>
internal sealed class StatusLine(bool isShown, bool hasColor, Lock turn)
{
    private const int UsualWidth = 80;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<IAnsiConsole> _console = new(() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Interactive = InteractionSupport.No,
        Ansi = AnsiSupport.Yes,
        ColorSystem = hasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
    }));
    private long _drawnAt;
    private bool _isVisible;

    /// <summary>Draws the line unless it was drawn a moment ago.</summary>
    /// <param name="line">Composes the line as Spectre's markup for a terminal of the given width.</param>
    /// <param name="isUrgent">Whether to draw it in any case.</param>
    public void Draw(Func<int, string> line, bool isUrgent = false)
    {
        if (!isShown)
            return;
        lock (turn)
        {
            if (!isUrgent && _drawnAt != 0 && Stopwatch.GetElapsedTime(_drawnAt) < Interval)
                return;
            _drawnAt = Stopwatch.GetTimestamp();
            _isVisible = true;
            // The line is drawn over the old one and only its rest is cleared, so that nothing flickers.
            _console.Value.Write(new ControlCode("\r"));
            _console.Value.Markup(line(Width()));
            _console.Value.Write(new ControlCode("\e[K"));
        }
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        lock (turn)
        {
            if (!_isVisible)
                return;
            _console.Value.Write(new ControlCode("\r\e[K"));
            _isVisible = false;
        }
    }

    /// <summary>The current width of the terminal, which may have been resized.</summary>
    private static int Width() => TerminalSize.Current()?.Width ?? UsualWidth;
}
