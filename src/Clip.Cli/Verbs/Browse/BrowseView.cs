using System.Globalization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Screen;
using Clip.Cli.Showing;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Verbs.Browse;

/// <summary>A frame: the cells, and the pictures that the terminal draws over them in pixels.</summary>
internal sealed record BrowseFrame(CellGrid Grid, IReadOnlyList<PicturePlacement> Pictures);

/// <summary>Draws a state.</summary>
/// <param name="protocol">How the terminal shows pictures; blocks are cells.</param>
/// <param name="cellWidth">The pixels of a cell from left to right.</param>
/// <param name="cellHeight">The pixels of a cell from top to bottom.</param>
/// <param name="read">A picture of at most so many pixels, if it has been read already.</param>
internal sealed class BrowseView(
    PreviewProtocol protocol, int cellWidth, int cellHeight, Func<string, int, int, RgbPixels?> read)
{
    private const int MostMessageLines = 4;

    private static readonly CellStyle Dim = new() { IsDim = true };
    private static readonly CellStyle Bold = new() { IsBold = true };
    private static readonly CellStyle Reversed = new() { IsReversed = true };

    /// <summary>The size in pixels in which a picture of so many cells is read.</summary>
    public (int Width, int Height) PixelsOf(int columns, int lines) => protocol == PreviewProtocol.Blocks
        ? (columns, lines * 2)
        : (columns * cellWidth, lines * cellHeight);

    /// <summary>The cells that one picture may take where it fills the screen.</summary>
    public static (int Columns, int Lines) LargeOf(BrowseState state) =>
        (Math.Max(1, state.Width - 2), Math.Max(1, state.Height - BrowseLayout.GridTop - 2));

    public BrowseFrame Draw(BrowseState state)
    {
        var grid = new CellGrid(state.Width, state.Height);
        List<PicturePlacement> pictures = [];
        DrawQuery(grid, state);
        DrawStatus(grid, state);
        if (state.Focus == BrowseFocus.Help)
            BrowseHelp.Draw(grid, state.HelpTop);
        else if (state.Focus == BrowseFocus.Picture && state.SelectedItem is { } item)
            DrawLarge(grid, state, item, pictures);
        else
            DrawItems(grid, state, pictures);
        DrawDetails(grid, state);
        DrawLastLine(grid, state);
        return new BrowseFrame(grid, pictures);
    }

    private static void DrawQuery(CellGrid grid, BrowseState state)
    {
        var isActive = state.Focus == BrowseFocus.Query;
        DrawField(grid, 0, "> ", state.Query, isActive);
        if (state.Query.Text.Length == 0)
            grid.Write(isActive ? 3 : 2, 0, Texts.Of("what the pictures show"), Dim);
    }

    private static void DrawField(CellGrid grid, int y, string lead, TextField field, bool isActive)
    {
        var x = grid.Write(0, y, lead, Bold);
        // Of a long text, the part around the cursor is shown.
        var (before, after) = (field.Text[..field.Cursor], field.Text[field.Cursor..]);
        while (before.Length > 0 && TextWidth.Of(before) > grid.Width - x - 2)
            before = before[1..];
        x = grid.Write(x, y, before);
        if (!isActive)
        {
            grid.Write(x, y, after);
            return;
        }
        var length = after.Length == 0 ? 0 : StringInfo.GetNextTextElementLength(after);
        x = grid.Write(x, y, length == 0 ? " " : after[..length], Reversed);
        grid.Write(x, y, after[length..]);
    }

    private static void DrawStatus(CellGrid grid, BrowseState state)
    {
        List<string> parts = [];
        if (state.Items.Count > 0)
        {
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Selected + 1}/{state.Items.Count}{(state.HasMore ? "+" : "")}"));
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{state.Milliseconds:0} ms"));
        }
        if (state.Marked.Count > 0)
            parts.Add(Texts.Say($"{state.Marked.Count} marked"));
        if (state.Liked.Count > 0)
            parts.Add(Texts.Say($"more like {state.Liked.Count}"));
        if (state.Disliked.Count > 0)
            parts.Add(Texts.Say($"less like {state.Disliked.Count}"));
        if (state.Folder is { } folder)
            parts.Add(Texts.Say($"in {(folder.Length == 0 ? "." : folder)}"));
        if (state.Filter.Length > 0)
            parts.Add(state.Filter);
        if (state.Progress.Length > 0)
            parts.Add(state.Progress);
        grid.Write(0, 1, string.Join(" · ", parts), Dim);
    }

    private void DrawItems(CellGrid grid, BrowseState state, List<PicturePlacement> pictures)
    {
        var layout = BrowseLayout.Of(state);
        for (var slot = 0; slot < layout.Rows * layout.Columns; slot++)
        {
            var place = (state.TopRow * layout.Columns) + slot;
            if (place >= state.Items.Count)
                break;
            var x = slot % layout.Columns * layout.TileWidth;
            var y = BrowseLayout.GridTop + (slot / layout.Columns * layout.TileHeight);
            var item = state.Items[place];
            if (state.ShowsPictures)
            {
                DrawPicture(grid, item, x, y, layout.PictureWidth, layout.PictureHeight, pictures);
                DrawLabel(grid, state, place, x, y + layout.PictureHeight, layout.TileWidth - 1, isRow: false);
            }
            else
            {
                DrawLabel(grid, state, place, x, y, layout.TileWidth, isRow: true);
            }
        }
    }

    private static void DrawLabel(CellGrid grid, BrowseState state, int place, int x, int y, int width, bool isRow)
    {
        var item = state.Items[place];
        var isSelected = place == state.Selected;
        var style = new CellStyle { IsReversed = isSelected && state.Focus != BrowseFocus.Query, IsBold = isSelected };
        var lead = item.Score is { } score
            ? score.ToString("0.000", CultureInfo.InvariantCulture)
            : item.Date is { Length: >= 10 } date ? date[..10] : "";
        var mark = state.Marked.Contains(item.File) ? "● " : isSelected ? "▸ " : "  ";
        var end = x + width;
        if (style.IsReversed)
            grid.Fill(x, y, width, 1, new Cell(" ", style));
        x = grid.Write(x, y, mark, style, end - x);
        if (isRow && lead.Length > 0)
            x = grid.Write(x, y, lead + "  ", style with { IsDim = true }, end - x);
        x = grid.Write(x, y, isRow ? item.Shown : Path.GetFileName(item.File), style, end - x);
        if (isRow && item.Caption is { } caption && end - x > 10)
            grid.Write(x + 2, y, caption, style with { IsDim = true }, end - x - 2);
    }

    private void DrawLarge(CellGrid grid, BrowseState state, BrowseItem item, List<PicturePlacement> pictures)
    {
        var (columns, lines) = LargeOf(state);
        DrawPicture(grid, item, 1, BrowseLayout.GridTop, columns, lines, pictures);
    }

    /// <summary>What is known of the selected picture; below one that fills the screen always.</summary>
    private static void DrawDetails(CellGrid grid, BrowseState state)
    {
        var isLarge = state.Focus == BrowseFocus.Picture;
        var line = isLarge ? state.Height - 2 : BrowseLayout.Of(state).DetailLine;
        if (state.Focus == BrowseFocus.Help || line is not { } y || state.SelectedItem is not { } item)
            return;
        var score = item.Score?.ToString("0.000", CultureInfo.InvariantCulture);
        grid.Write(
            0, y, string.Join("  ", new[] { score, item.Shown, item.Date, item.Caption }.OfType<string>()),
            isLarge ? Bold : Dim);
    }

    private void DrawPicture(
        CellGrid grid, BrowseItem item, int x, int y, int columns, int lines, List<PicturePlacement> pictures)
    {
        var (width, height) = PixelsOf(columns, lines);
        if (read(item.File, width, height) is not { } pixels)
            return;
        if (protocol == PreviewProtocol.Blocks)
        {
            DrawBlocks(grid, pixels, x + ((columns - pixels.Width) / 2), y);
            return;
        }
        var (taken, rows) = (
            Math.Clamp((pixels.Width + cellWidth - 1) / cellWidth, 1, columns),
            Math.Clamp((pixels.Height + cellHeight - 1) / cellHeight, 1, lines));
        var key = string.Create(CultureInfo.InvariantCulture, $"{item.File}|{width}x{height}");
        var left = x + ((columns - taken) / 2);
        grid.Fill(left, y, taken, rows, Cell.Blank with { Picture = key });
        pictures.Add(new PicturePlacement(key, left, y, taken, rows, pixels));
    }

    /// <summary>Two pixels per cell: the upper one in the color of the text, the lower one in that behind it.</summary>
    private static void DrawBlocks(CellGrid grid, RgbPixels pixels, int x, int y)
    {
        for (var row = 0; row < pixels.Height; row += 2)
        {
            for (var column = 0; column < pixels.Width; column++)
            {
                if (x + column >= grid.Width || y + (row / 2) >= grid.Height)
                    continue;
                grid[x + column, y + (row / 2)] = new Cell("▀", new CellStyle
                {
                    Foreground = Color(pixels[column, row]),
                    Background = row + 1 < pixels.Height ? Color(pixels[column, row + 1]) : null,
                });
            }
        }
    }

    private static CellColor Color(ReadOnlySpan<byte> pixel) => new(pixel[0], pixel[1], pixel[2]);

    private static void DrawLastLine(CellGrid grid, BrowseState state)
    {
        var y = state.Height - 1;
        var isPrompt = state.Focus is BrowseFocus.Filter or BrowseFocus.Move;
        if (isPrompt || state.Message.Length == 0)
            grid.Fill(0, y, grid.Width, 1, Cell.Blank);
        if (state.Focus == BrowseFocus.Filter)
            DrawField(grid, y, Texts.Of("filter: "), state.Prompt, isActive: true);
        else if (state.Focus == BrowseFocus.Move)
            DrawField(grid, y, Texts.Say($"move {state.Targets.Count} to folder: "), state.Prompt, isActive: true);
        else if (state.Message.Length == 0)
            grid.Write(0, y, BrowseHelp.Line(state), Dim);
        // A problem with what is written goes above it.
        if (state.Message.Length > 0)
            DrawMessage(grid, Texts.OfMessage(state.Message), isPrompt ? y - 1 : y);
    }

    /// <summary>Writes a message over as many lines as it takes; of a long one, the last line is cut.</summary>
    private static void DrawMessage(CellGrid grid, string message, int last)
    {
        var lines = WrappedText.Lines(message, grid.Width);
        var shown = Math.Min(lines.Count, Math.Max(1, Math.Min(MostMessageLines, last - BrowseLayout.GridTop)));
        for (var i = 0; i < shown; i++)
        {
            var y = last - shown + 1 + i;
            grid.Fill(0, y, grid.Width, 1, Cell.Blank);
            grid.Write(0, y, i + 1 < shown ? lines[i] : string.Join(' ', lines.Skip(i)), Bold);
        }
    }
}
