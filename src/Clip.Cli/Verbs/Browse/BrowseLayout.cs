namespace Clip.Cli.Verbs.Browse;

/// <summary>
/// Where things are on a screen: the query in the first line, what is known about the answer in the second, the grid,
/// below it what is known of the selected picture, and in the last line the keys.
/// </summary>
/// <param name="Width">The columns of the screen.</param>
/// <param name="Height">The lines of the screen.</param>
/// <param name="Columns">The pictures per row.</param>
/// <param name="TileWidth">The columns of a picture with the gap behind it.</param>
/// <param name="TileHeight">The lines of a picture with its label.</param>
internal sealed record BrowseLayout(int Width, int Height, int Columns, int TileWidth, int TileHeight)
{
    /// <summary>The line of the grid's first row.</summary>
    public const int GridTop = 2;

    private const int UsualTileWidth = 24;

    /// <summary>The least lines of a screen with one for the selected picture.</summary>
    private const int LeastHeightOfDetails = 12;

    /// <summary>The rows that fit, at least 1.</summary>
    public int Rows => Math.Max(1, RoomIn(Height) / TileHeight);

    /// <summary>The line for the selected picture; null where there is none.</summary>
    public int? DetailLine => Height >= LeastHeightOfDetails ? Height - 2 : null;

    /// <summary>The columns that a picture may take.</summary>
    public int PictureWidth => Math.Max(1, TileWidth - 2);

    /// <summary>The lines that a picture may take.</summary>
    public int PictureHeight => Math.Max(1, TileHeight - 1);

    public static BrowseLayout Of(BrowseState state)
    {
        if (!state.ShowsPictures)
            return new BrowseLayout(state.Width, state.Height, 1, state.Width, 1);
        var columns = Math.Max(1, (int)Math.Round(state.Width / (double)UsualTileWidth));
        var width = state.Width / columns;
        // Most pictures are 4:3, and a character is twice as high as wide; a row must fit in any case.
        var room = Math.Max(2, RoomIn(state.Height));
        var height = Math.Clamp((int)Math.Ceiling((width - 2) * 3 / 8.0) + 1, 2, room);
        return new BrowseLayout(state.Width, state.Height, columns, width, height);
    }

    /// <summary>The place in the answer of what is at a column and a line; null where no tile is.</summary>
    public int? ItemAt(int x, int y, int topRow)
    {
        var (column, row) = (x / TileWidth, (y - GridTop) / TileHeight);
        return y >= GridTop && row < Rows && y < GridTop + Math.Max(1, RoomIn(Height)) && column < Columns
            ? ((topRow + row) * Columns) + column
            : null;
    }

    /// <summary>The first row to show so that a picture is on the screen.</summary>
    public int TopRowFor(int selected, int topRow)
    {
        var row = selected / Columns;
        return Math.Clamp(topRow, Math.Max(0, row - Rows + 1), row);
    }

    /// <summary>The lines between the status and what stands at the end of the screen.</summary>
    private static int RoomIn(int height) => height - GridTop - (height >= LeastHeightOfDetails ? 2 : 1);
}
