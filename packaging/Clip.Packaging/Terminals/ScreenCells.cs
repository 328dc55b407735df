using System.Globalization;
using System.Text;

namespace Clip.Packaging.Terminals;

/// <summary>
/// Reads the screen of a terminal from what <c>tmux capture-pane -e -p</c> prints: a line per row, in which control
/// sequences set colors. tmux has interpreted everything else that the program wrote.
/// </summary>
internal static class ScreenCells
{
    private const char Escape = '\e';

    /// <summary>The rows of cells, each as long as the screen is wide.</summary>
    /// <param name="text">The rows.</param>
    /// <param name="columns">The width of the screen.</param>
    public static IReadOnlyList<ScreenCell[]> Read(string text, int columns)
    {
        List<ScreenCell[]> rows = [];
        var style = default(ScreenStyle);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            List<ScreenCell> row = [];
            for (var i = 0; i < line.Length;)
            {
                if (line[i] == Escape)
                {
                    style = SkipControl(line, ref i, style);
                    continue;
                }
                var rune = Rune.GetRuneAt(line, i);
                i += rune.Utf16SequenceLength;
                row.Add(new ScreenCell(rune.ToString(), style));
                if (IsWide(rune.Value))
                    row.Add(new ScreenCell("", style));
            }
            while (row.Count < columns)
                row.Add(new ScreenCell(" ", default));
            rows.Add([.. row.Take(columns)]);
        }
        return rows;
    }

    private static ScreenStyle SkipControl(string line, ref int at, ScreenStyle style)
    {
        var start = at + 2;
        if (line[at + 1] == ']') // a link; it ends with ESC \
        {
            at = line.IndexOf("\e\\", start, StringComparison.Ordinal) + 2;
            return style;
        }
        if (line[at + 1] != '[')
        {
            at = start; // a shift between sets of characters
            return style;
        }
        var end = start;
        while (!char.IsAsciiLetter(line[end]))
            end++;
        at = end + 1;
        if (line[end] != 'm')
            return style;
        var parameters = line[start..end].Split(';', ':').Select(static number =>
            number.Length == 0 ? 0 : int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture));
        return style.After([.. parameters]);
    }

    /// <summary>Whether a character takes two cells: Chinese, Japanese, Korean, full-width forms.</summary>
    private static bool IsWide(int rune) => rune is >= 0x1100 and <= 0x115f or >= 0x2e80 and <= 0xa4cf
        or >= 0xac00 and <= 0xd7a3 or >= 0xf900 and <= 0xfaff or >= 0xfe30 and <= 0xfe6f or >= 0xff00 and <= 0xff60
        or >= 0xffe0 and <= 0xffe6 or >= 0x20000 and <= 0x3fffd;
}
