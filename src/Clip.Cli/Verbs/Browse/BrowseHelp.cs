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

    public static void Draw(CellGrid grid)
    {
        var isWide = grid.Width >= 70;
        foreach (var (row, (keys, shortly, meaning)) in Rows.Index())
        {
            grid.Write(1, BrowseLayout.GridTop + row, Texts.Of(isWide ? keys : shortly), Bold);
            grid.Write(isWide ? WideColumn : NarrowColumn, BrowseLayout.GridTop + row, Texts.Of(meaning));
        }
    }

    /// <summary>The most important keys, as many as fit.</summary>
    public static string Line(BrowseFocus focus, int width)
    {
        string[] words = focus switch
        {
            BrowseFocus.Query => ["type to search", "Enter pictures", "F1 help", "Ctrl-C quit"],
            BrowseFocus.Help => ["any key goes back"],
            BrowseFocus.Picture => ["v back", "arrows others", "Space mark", "o open"],
            _ =>
            [
                "? help", "/ query", "Space mark", "o open", "m more", "n not", "f filter", "y copy", "M move",
                "q quit",
            ],
        };
        var line = Texts.Of(words[0]);
        foreach (var word in words.Skip(1).Select(Texts.Of)
            .TakeWhile(word => TextWidth.Of(line) + TextWidth.Of(word) + 2 <= width))
        {
            line += "  " + word;
        }
        return line;
    }
}
