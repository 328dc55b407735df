using System.Buffers.Binary;

namespace Clip.Images.Decoding.Bmp;

/// <summary>Turns the stored pixels of a bitmap into RGB or RGBA.</summary>
internal static class BitmapPixels
{
    /// <summary>Reads all rows.</summary>
    /// <param name="picture">The file.</param>
    /// <param name="bitmap">Its header.</param>
    /// <param name="pixels">Receives the pixels: RGBA, or RGB without alpha.</param>
    /// <param name="hasAlpha">Whether the stored alpha counts.</param>
    /// <param name="deadline">Stops the decoding.</param>
    /// <exception cref="PictureException">The file is cut off, or it takes too long.</exception>
    internal static void Read(
        PictureData picture, BitmapHeader bitmap, NativePixels pixels, bool hasAlpha, DecodingDeadline deadline)
    {
        if (bitmap.Compression is BitmapCompression.None or BitmapCompression.Masks)
            ReadRows(picture, bitmap, pixels, hasAlpha, deadline);
        else
            ReadRuns(picture, bitmap, pixels, deadline);
    }

    /// <summary>
    /// Whether no pixel has alpha. Programs that do not know of it leave it at 0, and viewers then show the colors,
    /// where Pillow shows nothing.
    /// </summary>
    internal static bool IsWhollyTransparent(ReadOnlySpan<byte> file, BitmapHeader bitmap)
    {
        var data = file[bitmap.PixelStart..];
        var size = bitmap.Bits / 8;
        for (var y = 0; y < bitmap.Height; y++)
        {
            var row = data[(int)Math.Min((long)y * bitmap.Stride, data.Length)..];
            row = row[..(int)Math.Min((long)bitmap.Width * size, row.Length)];
            for (; row.Length >= size; row = row[size..])
            {
                if ((Pixel(row, size) & bitmap.Masks.Alpha) != 0)
                    return false;
            }
        }

        return true;
    }

    private static void ReadRows(
        PictureData picture, BitmapHeader bitmap, NativePixels pixels, bool hasAlpha, DecodingDeadline deadline)
    {
        var data = picture.Data[bitmap.PixelStart..];
        var used = (int)((((long)bitmap.Width * bitmap.Bits) + 7) / 8);
        if (data.Length < ((long)bitmap.Stride * (bitmap.Height - 1)) + used)
            throw picture.CutOff();
        var palette = Palette(picture.Data, bitmap);
        var masks = bitmap.Masks;
        for (var y = 0; y < bitmap.Height; y++)
        {
            deadline.ThrowIfOver(picture, y);
            var stored = bitmap.IsTopDown ? y : bitmap.Height - 1 - y;
            var row = data.Slice((int)((long)stored * bitmap.Stride), used);
            var target = pixels.Row(y);
            if (bitmap.Bits <= 8)
                ConvertIndexes(row, bitmap.Bits, palette, target);
            else if (!hasAlpha && masks is (0xFF0000, 0xFF00, 0xFF, _))
                ConvertBytes(row, bitmap.Bits / 8, target);
            else
                ConvertMasked(row, bitmap, hasAlpha, target);
        }
    }

    private static void ReadRuns(
        PictureData picture, BitmapHeader bitmap, NativePixels pixels, DecodingDeadline deadline)
    {
        var runs = new BitmapRuns(picture.Data[bitmap.PixelStart..], bitmap.Compression);
        var palette = Palette(picture.Data, bitmap);
        var isColor = bitmap.Compression == BitmapCompression.RunLength24;
        var row = new byte[bitmap.Width * (isColor ? 3L : 1)];
        for (var stored = 0; stored < bitmap.Height; stored++)
        {
            deadline.ThrowIfOver(picture, stored);
            row.AsSpan().Clear();
            runs.ReadRow(row);
            if (runs.IsCutOff || (runs.IsOutOfData && stored < bitmap.Height - 1))
                throw picture.CutOff();
            var target = pixels.Row(bitmap.IsTopDown ? stored : bitmap.Height - 1 - stored);
            if (isColor)
                ConvertBytes(row, 3, target);
            else
                ConvertIndexes(row, 8, palette, target);
        }
    }

    private static void ConvertIndexes(ReadOnlySpan<byte> row, int bits, byte[] palette, Span<byte> target)
    {
        var largest = (1 << bits) - 1;
        for (int bit = 0, to = 0; to < target.Length; bit += bits, to += 3)
        {
            var index = (row[bit >> 3] >> (8 - bits - (bit & 7))) & largest;
            palette.AsSpan(3 * index, 3).CopyTo(target[to..]);
        }
    }

    private static void ConvertBytes(ReadOnlySpan<byte> row, int size, Span<byte> target)
    {
        for (int from = 0, to = 0; to < target.Length; from += size, to += 3)
            (target[to], target[to + 1], target[to + 2]) = (row[from + 2], row[from + 1], row[from]);
    }

    private static void ConvertMasked(ReadOnlySpan<byte> row, BitmapHeader bitmap, bool hasAlpha, Span<byte> target)
    {
        var masks = bitmap.Masks;
        var (red, green, blue) = (new BitmapMask(masks.Red), new BitmapMask(masks.Green), new BitmapMask(masks.Blue));
        var alpha = new BitmapMask(masks.Alpha);
        var size = bitmap.Bits / 8;
        var channels = hasAlpha ? 4 : 3;
        for (int from = 0, to = 0; to < target.Length; from += size, to += channels)
        {
            var pixel = Pixel(row[from..], size);
            (target[to], target[to + 1], target[to + 2]) = (red.Of(pixel), green.Of(pixel), blue.Of(pixel));
            if (hasAlpha)
                target[to + 3] = alpha.Of(pixel);
        }
    }

    private static uint Pixel(ReadOnlySpan<byte> data, int size) => size == 2
        ? BinaryPrimitives.ReadUInt16LittleEndian(data)
        : BinaryPrimitives.ReadUInt32LittleEndian(data);

    /// <summary>256 colors; those that the file lacks are black.</summary>
    private static byte[] Palette(ReadOnlySpan<byte> data, BitmapHeader bitmap)
    {
        var colors = new byte[3 * 256];
        for (var i = 0; i < bitmap.PaletteLength; i++)
        {
            var at = bitmap.PaletteStart + (i * bitmap.PaletteEntry);
            if (at + 3 > data.Length)
                break;
            (colors[3 * i], colors[(3 * i) + 1], colors[(3 * i) + 2]) = (data[at + 2], data[at + 1], data[at]);
        }

        return colors;
    }
}
