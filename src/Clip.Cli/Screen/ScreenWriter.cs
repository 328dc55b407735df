using System.Globalization;
using System.Text;

namespace Clip.Cli.Screen;

/// <summary>Turns grids into what a terminal is to be sent: only what has changed, texts before pictures.</summary>
/// <param name="hasColor">Whether colors may be written; without, bold, dim and reversed remain.</param>
internal sealed class ScreenWriter(bool hasColor)
{
    private CellGrid? _shown;

    /// <summary>Whether the terminal shows all of the last grid, and no picture of it was put off.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Forgets what the terminal shows, as after a change of its size.</summary>
    public void Forget() => _shown = null;

    /// <summary>The sequences that show a grid.</summary>
    /// <param name="grid">What to show.</param>
    /// <param name="most">
    /// After how many characters no more of a picture is written: the rest stays blank until the next call, which may
    /// be for the same grid. Texts are written in any case.
    /// </param>
    /// <returns>The sequences; empty where nothing has changed. The cursor may be anywhere afterwards.</returns>
    public string Show(CellGrid grid, int most = int.MaxValue)
    {
        var shown = _shown is { } known && known.Width == grid.Width && known.Height == grid.Height ? known : null;
        var text = new Sequences(hasColor);
        if (shown is null)
        {
            text.Clear();
            _shown = shown = new CellGrid(grid.Width, grid.Height);
        }
        var picture = new Sequences(hasColor);
        IsComplete = true;
        for (var y = 0; y < grid.Height; y++)
        {
            for (var x = 0; x < grid.Width; x++)
            {
                var cell = grid[x, y];
                if (cell == shown[x, y])
                    continue;
                if (cell.IsPixels && picture.Length >= most)
                {
                    // Blank rather than what belongs to another label.
                    IsComplete = false;
                    cell = Cell.Blank;
                    if (cell == shown[x, y])
                        continue;
                }
                shown[x, y] = cell;
                if (cell.Text.Length > 0)
                    (cell.IsPixels ? picture : text).Append(grid, x, y, cell);
            }
        }
        return text.End() + picture.End();
    }

    /// <summary>Cells in the order in which they are sent.</summary>
    private sealed class Sequences(bool hasColor)
    {
        private readonly StringBuilder _text = new();
        private CellStyle _style;
        private (int X, int Y) _at = (-1, -1);

        public int Length => _text.Length;

        public void Clear() => _text.Append("\e[0m\e[2J");

        public void Append(CellGrid grid, int x, int y, Cell cell)
        {
            if (_at != (x, y))
                _text.Append(CultureInfo.InvariantCulture, $"\e[{y + 1};{x + 1}H");
            if (cell.Style != _style)
                AppendStyle(cell.Style);
            _text.Append(cell.Text);
            _at = (x + (x + 1 < grid.Width && grid[x + 1, y].Text.Length == 0 ? 2 : 1), y);
        }

        public string End()
        {
            if (_style != default)
                _text.Append("\e[0m");
            return _text.ToString();
        }

        private void AppendStyle(CellStyle style)
        {
            // Pictures change little from cell to cell, and most of what is sent is theirs.
            var (before, isMore) = (_style, style.Extends(_style));
            _style = style;
            var begin = _text.Length;
            if (!isMore)
            {
                before = default;
                Code("0");
                if (style.IsBold)
                    Code("1");
                if (style.IsDim)
                    Code("2");
                if (style.IsReversed)
                    Code("7");
            }
            if (hasColor && style.Foreground is { } foreground && style.Foreground != before.Foreground)
                Color("38;2;", foreground);
            if (hasColor && style.Background is { } background && style.Background != before.Background)
                Color("48;2;", background);
            if (_text.Length > begin)
                _text.Append('m');

            void Code(string code) => _text.Append(_text.Length == begin ? "\e[" : ";").Append(code);

            void Color(string code, CellColor color)
            {
                Code(code);
                _text.Append(CultureInfo.InvariantCulture, $"{color.Red};{color.Green};{color.Blue}");
            }
        }
    }
}
