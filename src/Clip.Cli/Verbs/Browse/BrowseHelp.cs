using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Screen;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What the keys are for, as the screen says it.</summary>
internal static class BrowseHelp
{
    private const int WideColumn = 28;
    private const int NarrowColumn = 10;

    private static readonly (string Keys, string Short, string Meaning)[] Rows =
    [
        ("Enter, Down, Tab", "Enter", "to the pictures; / or Tab back to the query"),
        ("arrows, hjkl, PgUp, PgDn", "arrows", "select, as a click and the wheel do"),
        ("Space, right click", "Space", "mark; a all, u none"),
        ("Enter, o, second click", "o", "open what is marked, or selected"),
        ("v", "v", "the picture as large as the screen"),
        ("m  n", "m  n", "more like this, not like this"),
        ("f", "f", "filters: after 2024 camera nikon glob *.png"),
        ("g", "g", "only this folder, or all again"),
        ("r", "r", "forget likes and filters"),
        ("y", "y", "copy the paths to the clipboard"),
        ("M", "M", "move the files to a folder"),
        ("q, Ctrl-C", "q", "quit; marked paths are written then"),
    ];

    private static readonly CellStyle Bold = new() { IsBold = true };

    /// <summary>Explains the keys, from a line on where not all fit.</summary>
    public static void Draw(CellGrid grid, int top)
    {
        foreach (var (row, (keys, meaning)) in Lines(grid.Width).Skip(top).Take(Height(grid.Height)).Index())
        {
            grid.Write(1, BrowseLayout.GridTop + row, keys, Bold);
            grid.Write(ColumnAt(grid.Width), BrowseLayout.GridTop + row, meaning);
        }
    }

    /// <summary>The last line from which on the rest fits; 0 where all of it does.</summary>
    public static int LastTop(int width, int height) => Math.Max(0, Lines(width).Count - Height(height));

    /// <summary>The most important keys, as many as fit.</summary>
    public static string Line(BrowseState state)
    {
        string[] words = state.Focus switch
        {
            BrowseFocus.Query => ["type to search", "Ctrl-C quit", "Enter pictures", "F1 help"],
            BrowseFocus.Help when LastTop(state.Width, state.Height) > 0 => ["arrows more", "any other key goes back"],
            BrowseFocus.Help => ["any key goes back"],
            BrowseFocus.Picture => ["v back", "arrows others", "Space mark", "o open"],
            _ =>
            [
                "? help", "q quit", "/ query", "Space mark", "o open", "m more", "n not", "f filter", "y copy",
                "M move",
            ],
        };
        var line = Texts.Of(words[0]);
        foreach (var word in words.Skip(1).Select(Texts.Of)
            .TakeWhile(word => TextWidth.Of(line) + TextWidth.Of(word) + 2 <= state.Width))
        {
            line += "  " + word;
        }
        return line;
    }

    private static bool IsWide(int width) => width >= 70;

    private static int ColumnAt(int width) => IsWide(width) ? WideColumn : NarrowColumn;

    private static int Height(int height) => Math.Max(1, height - BrowseLayout.GridTop - 1);

    /// <summary>The lines: keys, and what they are for in as many lines as that takes.</summary>
    private static List<(string Keys, string Meaning)> Lines(int width) =>
    [
        .. Rows.SelectMany(row => WrappedText.Lines(Texts.Of(row.Meaning), Math.Max(1, width - ColumnAt(width)))
            .Select((meaning, i) => (i > 0 ? "" : Texts.Of(IsWide(width) ? row.Keys : row.Short), meaning))),
    ];
}
