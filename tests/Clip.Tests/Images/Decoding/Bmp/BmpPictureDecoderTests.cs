using System.Buffers.Binary;
using Clip.Images;

namespace Clip.Tests.Images.Bmp;

/// <summary>Bitmaps of Windows and OS/2 are shown as their formats describe them.</summary>
public sealed class BmpPictureDecoderTests
{
    private static readonly byte[] Palette = [0, 0, 250, 0, 0, 240, 0, 0, 230, 0, 0, 0];
    private static readonly byte[] Rgb24 = [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0]; // bottom row first
    private static readonly byte[] Rgb = [9, 8, 7, 12, 11, 10, 3, 2, 1, 6, 5, 4];

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(108)]
    [InlineData(124)]
    public void Every_header_is_read_with_and_without_the_header_of_a_file(int header)
    {
        var bitmap = Bitmap(header, 2, 2, 24, pixels: Rgb24);
        Assert.Equal(Rgb, DecodedFile.Rgb(bitmap));
        Assert.Equal(PictureKind.Bmp, PictureSniffer.Sniff(bitmap.AsSpan(14)));
        Assert.Equal(Rgb, DecodedFile.Rgb(bitmap[14..]));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    public void A_color_that_the_palette_lacks_is_black(int header) =>
        Assert.Equal(
            [250, 0, 0, 0, 240, 0, 0, 0, 230, 0, 0, 0],
            DecodedFile.Rgb(
                Bitmap(header, 4, 1, 4, pixels: [0x01, 0x2F, 0, 0], palette: Palette, colors: 3)));

    [Theory]
    [InlineData(16, 0x7C00, 0x03E0, 0x001F, 0x8000, 0xFC00, 0x7C00)]
    [InlineData(16, 0x0F00, 0x00F0, 0x000F, 0xF000, 0xFF00, 0x0F00)]
    [InlineData(32, 0xFF0000, 0xFF00, 0xFF, 0x80000000, 0x80FF0000, 0x00FF0000)]
    [InlineData(32, 0xFF0000, 0xFF00, 0xFF, 0xFF000000, 0xFFFF0000, 0x00FF0000)]
    [InlineData(32, 0xFF000000, 0xFF0000, 0xFF00, 0xFF, 0xFF0000FF, 0xFF000000)]
    public void Alpha_masks_of_any_width_make_pixels_transparent(
        int bits, long red, long green, long blue, long alpha, long opaque, long transparent)
    {
        var bitmap = Bitmap(108, 2, 1, bits, compression: 3, pixels: Pixels(bits, opaque, transparent));
        Masks(bitmap, red, green, blue, alpha);
        Assert.Equal([255, 0, 0, 255, 255, 255], DecodedFile.Rgb(bitmap));
    }

    [Fact]
    public void A_bitmap_whose_alpha_was_never_written_shows_its_colors()
    {
        var bitmap = Bitmap(108, 2, 1, 32, compression: 3, pixels: Pixels(32, 0xFF0000, 0x00FF00));
        Masks(bitmap, 0xFF0000, 0xFF00, 0xFF, 0xFF000000);
        Assert.Equal([255, 0, 0, 0, 255, 0], DecodedFile.Rgb(bitmap));
    }

    [Fact]
    public void Ten_bits_per_channel_become_eight()
    {
        var bitmap = Bitmap(108, 2, 1, 32, compression: 3, pixels: Pixels(32, 0x3FF00000, 0x20080200));
        Masks(bitmap, 0x3FF00000, 0xFFC00, 0x3FF, 0);
        Assert.Equal([255, 0, 0, 127, 127, 127], DecodedFile.Rgb(bitmap));
    }

    [Fact]
    public void The_topmost_row_comes_first_if_the_height_is_negative() =>
        Assert.Equal(
            [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], DecodedFile.Rgb(Bitmap(40, 2, -2, 24, pixels: Rgb24)));

    /// <summary>Pillow refuses RLE4, and RLE8 that skips pixels.</summary>
    [Theory]
    [InlineData(2, 4, new byte[] { 2, 0x12, 0, 0, 0, 3, 0x01, 0x20, 0, 1 })]
    [InlineData(1, 8, new byte[] { 1, 1, 1, 2, 0, 0, 0, 3, 0, 1, 2, 0, 0, 1 })]
    [InlineData(1, 8, new byte[] { 1, 1, 1, 2, 0, 0, 0, 2, 1, 0, 1, 1, 1, 2, 0, 1 })]
    [InlineData(1, 8, new byte[] { 1, 1, 1, 2, 0, 0, 1, 0, 1, 1, 1, 2 })]
    public void Runs_are_unpacked(int compression, int bits, byte[] runs)
    {
        var bitmap = Bitmap(
            40, 3, 2, bits, compression: compression, pixels: runs, palette: [.. Palette[..8], 0, 0, 0, 0], colors: 3);
        BinaryPrimitives.WriteUInt32LittleEndian(bitmap.AsSpan(14 + 40), 0xFF0000);
        Assert.Equal([255, 0, 0, 0, 240, 0, 0, 0, 0, 0, 240, 0, 0, 0, 0, 255, 0, 0], DecodedFile.Rgb(bitmap));
    }

    [Fact]
    public void Runs_of_colors_are_unpacked() =>
        Assert.Equal(
            [3, 2, 1, 3, 2, 1],
            DecodedFile.Rgb(Bitmap(64, 2, 1, 24, compression: 4, pixels: [2, 1, 2, 3, 0, 1])));

    [Theory]
    [InlineData(24, 0)]
    [InlineData(8, 1)]
    public void A_bitmap_that_ends_too_early_is_cut_off(int bits, int compression)
    {
        var bitmap = Bitmap(40, 3, 2, bits, [1, 1, 1, 2], Palette, colors: 3, compression);
        Assert.Equal("is cut off: the end of the BMP data is missing", DecodedFile.Refusal(bitmap).Problem);
    }

    [Fact]
    public void A_picture_for_a_printer_is_not_called_damaged() =>
        Assert.Equal(
            "is a BMP file of a kind that is not supported (a JPEG or PNG picture for a printer)",
            DecodedFile.Refusal(Bitmap(40, 2, 2, 24, compression: 4, pixels: Rgb24)).Problem);

    private static byte[] Pixels(int bits, params long[] pixels)
    {
        var bytes = new byte[pixels.Length * bits / 8];
        for (var i = 0; i < pixels.Length; i++)
        {
            if (bits == 16)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)pixels[i]);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), (uint)pixels[i]);
        }

        return bytes;
    }

    private static void Masks(byte[] bitmap, long red, long green, long blue, long alpha)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bitmap.AsSpan(14 + 40), (uint)red);
        BinaryPrimitives.WriteUInt32LittleEndian(bitmap.AsSpan(14 + 44), (uint)green);
        BinaryPrimitives.WriteUInt32LittleEndian(bitmap.AsSpan(14 + 48), (uint)blue);
        BinaryPrimitives.WriteUInt32LittleEndian(bitmap.AsSpan(14 + 52), (uint)alpha);
    }

    private static byte[] Bitmap(
        int header, int width, int height, int bits, byte[] pixels, byte[]? palette = null, int colors = 0,
        int compression = 0)
    {
        var fields = new byte[Math.Max(header, 40)];
        BinaryPrimitives.WriteInt32LittleEndian(fields, header);
        var at = header == 12 ? 4 : 8;
        if (header == 12)
        {
            BinaryPrimitives.WriteInt16LittleEndian(fields.AsSpan(4), (short)width);
            BinaryPrimitives.WriteInt16LittleEndian(fields.AsSpan(6), (short)height);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(fields.AsSpan(4), width);
            BinaryPrimitives.WriteInt32LittleEndian(fields.AsSpan(8), height);
        }

        (fields[at + 4], fields[at + 6]) = (1, (byte)bits);
        fields[at + 8] = (byte)(header >= 40 ? compression : 0);
        fields[at + 24] = (byte)(header >= 40 ? colors : 0);
        byte[] bitmap = [.. "BM"u8, .. new byte[12], .. fields[..header], .. palette ?? [], .. pixels];
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(10), bitmap.Length - pixels.Length);
        return bitmap;
    }
}
