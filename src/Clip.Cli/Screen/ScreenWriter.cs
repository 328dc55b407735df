using System.Globalization;
using System.Text;

namespace Clip.Cli.Screen;

/// <summary>Turns grids into what a terminal has to be sent, which is only what has changed.</summary>
/// <param name="hasColor">Whether colors may be written; without, bold, dim and reversed remain.</param>
internal sealed class ScreenWriter(bool hasColor)
{
    private CellGrid? _shown;

    /// <summary>Forgets what the terminal shows, as after a change of its size.</summary>
    public void Forget() => _shown = null;

    /// <summary>The sequences that show a grid.</summary>
    /// <param name="grid">What to show; not to be changed afterwards.</param>
    /// <returns>The sequences; empty where nothing has changed. The cursor may be anywhere afterwards.</returns>
    public string Show(CellGrid grid)
    {
        var text = new StringBuilder();
        var previous = _shown is { } shown && shown.Width == grid.Width && shown.Height == grid.Height ? shown : null;
        if (previous is null)
            text.Append("\e[0m\e[2J");
        var style = default(CellStyle);
        for (var y = 0; y < grid.Height; y++)
        {
            var at = -1;
            for (var x = 0; x < grid.Width; x++)
            {
                var cell = grid[x, y];
                if (cell == (previous is null ? Cell.Blank : previous[x, y]) || cell.Text.Length == 0)
                    continue;
                if (at != x)
                    text.Append(CultureInfo.InvariantCulture, $"\e[{y + 1};{x + 1}H");
                if (cell.Style != style)
                    AppendStyle(text, style = cell.Style);
                text.Append(cell.Text);
                at = x + (x + 1 < grid.Width && grid[x + 1, y].Text.Length == 0 ? 2 : 1);
            }
        }
        if (style != default)
            text.Append("\e[0m");
        _shown = grid;
        return text.ToString();
    }

    private void AppendStyle(StringBuilder text, CellStyle style)
    {
        text.Append("\e[0");
        if (style.IsBold)
            text.Append(";1");
        if (style.IsDim)
            text.Append(";2");
        if (style.IsReversed)
            text.Append(";7");
        if (hasColor && style.Foreground is { } foreground)
            AppendColor(text, 38, foreground);
        if (hasColor && style.Background is { } background)
            AppendColor(text, 48, background);
        text.Append('m');
    }

    private static void AppendColor(StringBuilder text, int code, CellColor color) =>
        text.Append(CultureInfo.InvariantCulture, $";{code};2;{color.Red};{color.Green};{color.Blue}");
}
