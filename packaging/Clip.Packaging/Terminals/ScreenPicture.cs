using System.Globalization;
using System.Security;
using System.Text;

namespace Clip.Packaging.Terminals;

/// <summary>
/// Draws the screen of a terminal as SVG, which is sharp at any size and small. Half blocks, which programs show
/// pictures with, are drawn as rectangles, so that no font leaves gaps between them.
/// </summary>
internal sealed class ScreenPicture
{
    private const double CellWidth = 8.4;
    private const double CellHeight = 18;
    private const double Margin = 12;
    private const double TitleHeight = 28;
    private const double Baseline = 13.5;
    private const int OwnForeground = 0xc9d1d9;
    private const int OwnBackground = 0x0d1117;

    private readonly StringBuilder _svg = new();

    /// <summary>A window with a title that shows the cells.</summary>
    public static string Draw(IReadOnlyList<ScreenCell[]> rows, string title)
    {
        var picture = new ScreenPicture();
        var (width, height) = (rows[0].Length * CellWidth + 2 * Margin, rows.Count * CellHeight + Margin + TitleHeight);
        picture.Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.##} {height:0.##}\"");
        picture.Line($" width=\"{width:0.##}\" height=\"{height:0.##}\" role=\"img\">");
        picture.Line($"<title>{SecurityElement.Escape(title)}</title>");
        picture.Line($"<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{Hex(OwnBackground)}\"/>");
        picture.Line($"<g fill=\"#30363d\"><circle cx=\"18\" cy=\"15\" r=\"5\"/><circle cx=\"34\" cy=\"15\" r=\"5\"/>");
        picture.Line($"<circle cx=\"50\" cy=\"15\" r=\"5\"/></g>");
        picture.Line($"<g transform=\"translate({Margin} {TitleHeight})\">");
        picture.Line($"<g shape-rendering=\"crispEdges\">");
        for (var row = 0; row < rows.Count; row++)
            picture.Blocks(rows[row], row * CellHeight);
        picture.Line($"</g>");
        picture.Line($"<g font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\"");
        picture.Line($" style=\"white-space:pre\">");
        for (var row = 0; row < rows.Count; row++)
            picture.Texts(rows[row], row * CellHeight + Baseline);
        picture.Line($"</g></g></svg>");
        return picture._svg.ToString();
    }

    /// <summary>Backgrounds and half blocks, as runs of one color in each half of the row.</summary>
    private void Blocks(ScreenCell[] row, double top)
    {
        var (upper, lower) = (row.Select(static cell => HalvesOf(cell).Upper).ToArray(),
            row.Select(static cell => HalvesOf(cell).Lower).ToArray());
        if (upper.SequenceEqual(lower))
        {
            Runs(upper, top, CellHeight);
            return;
        }
        Runs(upper, top, CellHeight / 2);
        Runs(lower, top + CellHeight / 2, CellHeight / 2);
    }

    private void Runs(int[] colors, double top, double height)
    {
        for (int from = 0, to; from < colors.Length; from = to)
        {
            to = from + 1;
            while (to < colors.Length && colors[to] == colors[from])
                to++;
            if (colors[from] == OwnBackground)
                continue;
            Line($"<path fill=\"{Hex(colors[from])}\" d=\"M{from * CellWidth:0.#} {top:0.#}"
                + $"h{(to - from) * CellWidth:0.#}v{height:0.#}H{from * CellWidth:0.#}z\"/>");
        }
    }

    /// <summary>Texts, as runs of one style; their widths are given, so that any font keeps the columns.</summary>
    private void Texts(ScreenCell[] row, double baseline)
    {
        for (int from = 0, to; from < row.Length; from = to)
        {
            to = from + 1;
            if (!IsText(row[from]))
                continue;
            while (to < row.Length && row[to].Style == row[from].Style && !IsBlock(row[to]) && !IsGap(row, to))
                to++;
            var text = string.Concat(row[from..to].Select(static cell => cell.Text)).TrimEnd();
            var style = row[from].Style;
            var cells = row[from..to].Reverse().SkipWhile(static cell => cell.Text == " ").Count();
            Line($"<text x=\"{from * CellWidth:0.#}\" y=\"{baseline:0.#}\" textLength=\"{cells * CellWidth:0.#}\""
                + $" fill=\"{Hex(Colors(style).Foreground)}\"{(style.IsBold ? " font-weight=\"bold\"" : "")}"
                + $"{(style.IsUnderlined ? " text-decoration=\"underline\"" : "")}>"
                + $"{SecurityElement.Escape(text)}</text>");
        }
    }

    private static bool IsText(ScreenCell cell) => cell.Text is not (" " or "") && !IsBlock(cell);

    /// <summary>Two spaces end a text: what follows is another column.</summary>
    private static bool IsGap(ScreenCell[] row, int at) =>
        row[at].Text == " " && at + 1 < row.Length && row[at + 1].Text == " ";

    private static bool IsBlock(ScreenCell cell) => cell.Text is "▀" or "▄" or "█";

    private static (int Upper, int Lower) HalvesOf(ScreenCell cell)
    {
        var (foreground, background) = Colors(cell.Style);
        return cell.Text switch
        {
            "▀" => (foreground, background),
            "▄" => (background, foreground),
            "█" => (foreground, foreground),
            _ => (background, background),
        };
    }

    private static (int Foreground, int Background) Colors(ScreenStyle style)
    {
        var (foreground, background) = (style.Foreground ?? OwnForeground, style.Background ?? OwnBackground);
        if (style.IsReversed)
            (foreground, background) = (background, foreground);
        return (style.IsDim ? Between(foreground, background) : foreground, background);
    }

    private static int Between(int color, int other) =>
        (Channel(color, other, 16) << 16) | (Channel(color, other, 8) << 8) | Channel(color, other, 0);

    private static int Channel(int color, int other, int shift) =>
        ((3 * ((color >> shift) & 255)) + (2 * ((other >> shift) & 255))) / 5;

    private static string Hex(int color) => "#" + color.ToString("x6", CultureInfo.InvariantCulture);

    private void Line(string text) => _svg.Append(text).Append('\n');
}
