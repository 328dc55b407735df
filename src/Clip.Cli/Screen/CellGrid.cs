using System.Globalization;
using System.Text;
using Clip.Cli.Output;

namespace Clip.Cli.Screen;

/// <summary>What a screen shows: a cell for each column of each line.</summary>
internal sealed class CellGrid
{
    private readonly Cell[] _cells;

    /// <param name="width">The columns.</param>
    /// <param name="height">The lines.</param>
    public CellGrid(int width, int height)
    {
        (Width, Height) = (width, height);
        _cells = new Cell[width * height];
        Array.Fill(_cells, Cell.Blank);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The cell at a column and a line, both from 0.</summary>
    public Cell this[int x, int y]
    {
        get => _cells[(y * Width) + x];
        set => _cells[(y * Width) + x] = value;
    }

    /// <summary>Writes a text; what does not fit is cut, and what is outside the grid is not written.</summary>
    /// <param name="x">The first column.</param>
    /// <param name="y">The line.</param>
    /// <param name="text">Any text; control characters become question marks.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="width">The most columns; as many as the line has where null.</param>
    /// <returns>The column behind the text.</returns>
    public int Write(int x, int y, string text, CellStyle style = default, int? width = null)
    {
        var end = Math.Min(Width, x + (width ?? Width));
        if (y < 0 || y >= Height || x >= end)
            return x;
        var shown = TextWidth.Fit(Plain.OneLine(text), end - x);
        var elements = StringInfo.GetTextElementEnumerator(shown);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var columns = Math.Min(2, TextWidth.Of(element));
            if (columns == 0)
                continue;
            if (x + columns > end)
                break;
            this[x, y] = new Cell(element, style);
            if (columns == 2)
                this[x + 1, y] = new Cell("", style);
            x += columns;
        }
        return x;
    }

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int x, int y, int width, int height, Cell cell)
    {
        for (var line = Math.Max(0, y); line < Math.Min(Height, y + height); line++)
        {
            for (var column = Math.Max(0, x); column < Math.Min(Width, x + width); column++)
                this[column, line] = cell;
        }
    }

    /// <summary>The text of a line, without the blanks at its end.</summary>
    public string Line(int y)
    {
        var text = new StringBuilder();
        for (var x = 0; x < Width; x++)
            text.Append(this[x, y].Text);
        return text.ToString().TrimEnd();
    }
}
