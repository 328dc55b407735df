using Clip.Images.Decoding.Magick;
using ImageMagick;

namespace Clip.Images.Thumbnails;

/// <summary>
/// One picture with many small ones on it, each with a number and a label, as photographers look through a film.
/// </summary>
internal static class ContactSheet
{
    /// <summary>The most columns of a picture on the sheet.</summary>
    public const int TileWidth = 240;

    /// <summary>The most rows of a picture on the sheet.</summary>
    public const int TileHeight = 180;

    /// <summary>The most pictures on a sheet, so that its size stays one that programs open.</summary>
    public const int MostTiles = 1000;

    private const int Margin = 12;
    private const int LabelHeight = 24;
    private const int FontSize = 13;

    private static readonly MagickColor Frame = new("#f0f0f0");
    private static readonly MagickColor Ink = new("#333333");

    /// <summary>Draws a sheet.</summary>
    /// <param name="tiles">The pictures in their order, row by row; 1 to <see cref="MostTiles"/>.</param>
    /// <param name="columns">The pictures per row; 0 for a sheet about as wide as high.</param>
    /// <returns>A JPEG file. Labels are numbers alone where the system has no font.</returns>
    public static byte[] Draw(IReadOnlyList<SheetTile> tiles, int columns = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tiles.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tiles.Count, MostTiles);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (columns == 0)
            columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(tiles.Count)), Math.Min(4, tiles.Count), 24);
        var rows = (tiles.Count + columns - 1) / columns;
        using var sheet = MagickLibrary.CreateImage();
        sheet.Read(
            MagickColors.White, (uint)((columns * (TileWidth + Margin)) + Margin),
            (uint)((rows * (TileHeight + LabelHeight + Margin)) + Margin));
        var font = SheetFont.Find();
        foreach (var (at, tile) in tiles.Index())
        {
            var left = Margin + (at % columns * (TileWidth + Margin));
            var top = Margin + (at / columns * (TileHeight + LabelHeight + Margin));
            Place(sheet, tile.Picture, left, top);
            if (font is null)
                SheetDigits.Draw(sheet, tile.Number, left, top + TileHeight + 6, Ink);
            else
                Write(sheet, font, tile.Label, left, top + TileHeight);
        }
        sheet.Strip();
        sheet.Quality = 85;
        return sheet.ToByteArray(MagickFormat.Jpeg);
    }

    private static void Place(MagickImage sheet, RgbPixels? picture, int left, int top)
    {
        using var frame = new MagickImage(Frame, TileWidth, TileHeight);
        if (picture is not null)
        {
            using var image = JpegFile.ToImage(picture);
            frame.Composite(
                image, (TileWidth - picture.Width) / 2, (TileHeight - picture.Height) / 2, CompositeOperator.Copy);
        }
        sheet.Composite(frame, left, top, CompositeOperator.Copy);
    }

    private static void Write(MagickImage sheet, string font, string text, int left, int top)
    {
        // Drawn on a tile of its own, so that a long label is cut at its picture's edge.
        using var label = new MagickImage(MagickColors.White, TileWidth, LabelHeight);
        label.Settings.Font = font;
        label.Settings.FontPointsize = FontSize;
        label.Settings.FillColor = Ink;
        label.Settings.TextEncoding = System.Text.Encoding.UTF8;
        label.Annotate(Literal(text), new MagickGeometry(0, 4, TileWidth * 4, LabelHeight), Gravity.Northwest);
        sheet.Composite(label, left, top, CompositeOperator.Copy);
    }

    /// <summary>A text without what the drawing library would interpret: %-escapes, backslashes, @file names.</summary>
    private static string Literal(string text)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal);
        return text.StartsWith('@') ? " " + text : text;
    }
}
