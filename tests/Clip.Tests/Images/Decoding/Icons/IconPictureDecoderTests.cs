using Clip.Tests.Images.Png;

namespace Clip.Tests.Images.Icons;

/// <summary>Icons are shown as Windows shows them.</summary>
public sealed class IconPictureDecoderTests
{
    private static readonly byte[] Mask = [0x40, 0, 0, 0, 0, 0, 0, 0]; // hides the right pixel of the bottom row
    private static readonly byte[] White = [255, 255, 255];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void The_mask_hides_pixels_whatever_their_bits(int bits)
    {
        byte[] color = bits == 16 ? [8, 16, 24] : [10, 20, 30];
        Assert.Equal([.. color, .. color, .. color, .. White], DecodedFile.Rgb(Icon((bits, Bitmap(bits, Mask)))));
        Assert.Equal([.. color, .. color, .. color, .. color], DecodedFile.Rgb(Icon((bits, Bitmap(bits, [])))));
    }

    [Fact]
    public void Alpha_counts_instead_of_the_mask_unless_it_is_0_everywhere()
    {
        var bitmap = Bitmap(32, Mask);
        bitmap[40 + 3] = 255; // the bottom left pixel alone is opaque
        Assert.Equal([.. White, .. White, 10, 20, 30, .. White], DecodedFile.Rgb(Icon((32, bitmap))));
        Assert.Equal([.. White, .. White, 10, 20, 30, .. White], DecodedFile.Rgb(Icon((0, bitmap))));
    }

    [Fact]
    public void Of_icons_of_one_size_that_with_the_most_bits_is_shown()
    {
        var deep = Bitmap(24, []);
        deep[40] = 77;
        var file = Icon((8, Bitmap(8, Mask)), (24, deep), (1, Bitmap(1, Mask)));
        Assert.Equal((10, 20, 77), DecodedFile.Pixel(file, 0, 1));
    }

    [Fact]
    public void Of_a_png_of_16_bits_the_upper_8_are_kept()
    {
        byte[] png =
        [
            .. PngBuilder.Signature, .. PngBuilder.Header(1, 1, 16, 2),
            .. PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress([0, 0x12, 0xFF, 0x7F, 0x80, 0xFE, 0x90])),
            .. PngBuilder.Chunk("IEND"u8, []),
        ];
        Assert.Equal([0x12, 0x7F, 0xFE], DecodedFile.Rgb(Icon((32, png))));
    }

    [Fact]
    public void Cursors_are_read_too()
    {
        var cursor = Icon((200, Bitmap(24, Mask)), (3, Bitmap(8, [])));
        cursor[2] = 2;
        Assert.Equal([10, 20, 30, 10, 20, 30, 10, 20, 30, .. White], DecodedFile.Rgb(cursor));
    }

    [Fact]
    public void An_icon_whose_pixels_are_missing_is_cut_off()
    {
        var whole = Icon((24, Bitmap(24, [])));
        Assert.StartsWith("is cut off: the end of the ICO data", DecodedFile.Refusal(whole[..^5]).Problem);
        Assert.StartsWith("is cut off", DecodedFile.Refusal(whole[..23]).Problem);
    }

    private static byte[] Icon(params (int Bits, byte[] Content)[] pictures)
    {
        List<byte> directory = [0, 0, 1, 0, (byte)pictures.Length, 0], contents = [];
        foreach (var (bits, content) in pictures)
        {
            directory.AddRange([2, 2, 0, 0, 1, 0, (byte)bits, 0]);
            directory.AddRange(BitConverter.GetBytes(content.Length));
            directory.AddRange(BitConverter.GetBytes(6 + (16 * pictures.Length) + contents.Count));
            contents.AddRange(content);
        }

        return [.. directory, .. contents];
    }

    /// <summary>2 × 2 pixels of one color, without alpha, and a mask.</summary>
    private static byte[] Bitmap(int bits, byte[] mask)
    {
        var header = new byte[40];
        (header[0], header[4], header[8], header[12], header[14]) = (40, 2, 4, 1, (byte)bits); // the mask has rows, too
        byte[] palette = bits <= 8 ? [.. Enumerable.Repeat<byte[]>([30, 20, 10, 0], 1 << bits).SelectMany(c => c)] : [];
        var pixel = bits switch
        {
            16 => BitConverter.GetBytes((short)((1 << 10) | (2 << 5) | 3)),
            24 => [30, 20, 10],
            32 => [30, 20, 10, 0],
            _ => new byte[1],
        };
        byte[] row = [.. pixel, .. pixel];
        byte[] stored = [.. row, .. new byte[(4 - (row.Length % 4)) % 4]];
        return [.. header, .. palette, .. stored, .. stored, .. mask];
    }
}
