using Clip.Cli.Screen;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What the keys are for, as the screen says it.</summary>
internal static class BrowseHelp
{
    private static readonly (string Keys, string Meaning)[] Rows =
    [
        ("Enter, Down, Tab", "from the query to the pictures; Tab or / back"),
        ("arrows, hjkl, PgUp, PgDn", "select; the wheel and a click do too"),
        ("Space, right click", "mark; a all, u none"),
        ("Enter, o, second click", "open what is marked, or selected"),
        ("v", "show the picture as large as the screen"),
        ("m  n", "more like this, not like this"),
        ("f", "filters: after 2024 camera nikon glob *.png"),
        ("g", "only this folder, or all again"),
        ("r", "forget likes and filters"),
        ("y", "copy the paths to the clipboard"),
        ("M", "move the files to a folder"),
        ("q, Ctrl-C", "quit; marked paths are written then"),
    ];

    private static readonly CellStyle Bold = new() { IsBold = true };

    public static void Draw(CellGrid grid)
    {
        // On a narrow screen the meaning goes below its keys.
        var column = grid.Width >= 70 ? 28 : 0;
        var y = BrowseLayout.GridTop;
        foreach (var (keys, meaning) in Rows)
        {
            grid.Write(1, y, keys, Bold);
            if (column == 0)
                y++;
            grid.Write(column == 0 ? 3 : column, y, meaning);
            y++;
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
        var line = words[0];
        foreach (var word in words.Skip(1).TakeWhile(word => line.Length + word.Length + 2 <= width))
            line += "  " + word;
        return line;
    }
}
