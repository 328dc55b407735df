using System.IO.Compression;

namespace Clip.Tests.Images.TiffPages;

/// <summary>TIFF samples of every size and order are shown as they are meant.</summary>
public sealed class TiffPictureDecoderTests
{
    private const int WhiteIsZero = 0;
    private const int BlackIsZero = 1;
    private const int Rgb = 2;
    private const int Palette = 3;
    private const int Cmyk = 5;

    public static TheoryData<int, int, bool> Grays
    {
        get
        {
            TheoryData<int, int, bool> cases = [];
            foreach (var bits in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24, 32, 48])
            {
                foreach (var photometric in (int[])[WhiteIsZero, BlackIsZero])
                    cases.Add(bits, photometric, bits % 3 != 0);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Grays))]
    public void Gray_of_any_depth_is_scaled_and_inverted_where_white_is_zero(
        int bits, int photometric, bool isLittleEndian)
    {
        var largest = (1L << bits) - 1;
        var tiff = Page(4, 2, bits, photometric) with { IsLittleEndian = isLittleEndian };
        long[] samples = [0, largest, largest / 3, largest - (largest / 3), largest, 0, largest, 0];
        var file = tiff.Build(1, tiff.Pack(4, samples[..4]), tiff.Pack(4, samples[4..]));

        var gray = DecodedFile.Rgb(file).Chunk(3).Select(pixel => pixel[0]).ToArray();
        var expected = samples
            .Select(sample => bits > 8 ? sample >> (bits - 8) : ((sample * 255) + (largest / 2)) / largest)
            .Select(value => (byte)(photometric == WhiteIsZero ? 255 - value : value));
        Assert.Equal(expected, gray);
    }

    [Theory]
    [InlineData(8, false, false)]
    [InlineData(16, false, true)]
    [InlineData(16, true, true)]
    [InlineData(16, true, false)] // which Pillow mixes up
    [InlineData(4, true, true)]
    [InlineData(10, false, true)]
    [InlineData(32, true, false)]
    public void Colors_are_read_together_and_in_planes(int bits, bool isPlanar, bool isLittleEndian)
    {
        var tiff = Page(2, 1, bits, Rgb, 3) with { IsLittleEndian = isLittleEndian };
        var full = (1L << bits) - 1;
        var blocks = isPlanar
            ? new[] { tiff.Pack(2, full, 0), tiff.Pack(2, 0, full), tiff.Pack(2, 0, full) }
            : [tiff.Pack(6, full, 0, 0, 0, full, full)];
        var file = tiff.With(284, isPlanar ? 2 : 1).Build(1, blocks);
        Assert.Equal([255, 0, 0, 0, 255, 255], DecodedFile.Rgb(file));
    }

    [Fact]
    public void Gray_of_64_bits_and_its_differences_are_read()
    {
        foreach (var isLittleEndian in (bool[])[true, false])
        {
            var tiff = Page(2, 1, 64, BlackIsZero) with { IsLittleEndian = isLittleEndian };
            var plain = tiff.Build(1, tiff.Pack(2, 0x12FFL << 48, -1));
            Assert.Equal([0x12, 0x12, 0x12, 0xFF, 0xFF, 0xFF], DecodedFile.Rgb(plain));
            tiff = tiff with { Compression = 32773 };
            var packed = tiff.Pack(2, 0x12FFL << 48, 0x0101L << 48);
            var differences = tiff.With(317, 2).Build(1, [15, .. packed]);
            Assert.Equal([0x12, 0x12, 0x12, 0x14, 0x14, 0x14], DecodedFile.Rgb(differences));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Negative_samples_are_black(int bits)
    {
        var tiff = Page(3, 1, bits, BlackIsZero);
        var file = tiff.With(339, 2).Build(1, tiff.Pack(3, -1, 0x7FL << (bits - 8), -1L << (bits - 1)));
        Assert.Equal([0, 0, 0, 0x7F, 0x7F, 0x7F, 0, 0, 0], DecodedFile.Rgb(file));
    }

    // L*, a* and b* of a gray and of the primaries of sRGB under D50, rounded.
    [Theory]
    [InlineData(137, 0, 0, 129, 129, 129)]
    [InlineData(138, 81, 70, 255, 0, 0)]
    [InlineData(224, -79, 81, 0, 255, 0)]
    [InlineData(75, 68, -112, 0, 0, 255)]
    public void Lab_is_converted_whether_signed_or_shifted(int l, int a, int b, int red, int green, int blue)
    {
        foreach (var bits in (int[])[8, 16])
        {
            foreach (var (photometric, shift) in ((int, int)[])[(8, 0), (9, 128)])
            {
                var tiff = Page(1, 1, bits, photometric, 3);
                var samples = ((int[])[l, a + shift, b + shift]).Select(value => (long)(byte)value << (bits - 8));
                var pixel = DecodedFile.Pixel(tiff.Build(1, tiff.Pack(3, [.. samples])), 0, 0);
                Assert.InRange(pixel.Red - red, -12, 12);
                Assert.InRange(pixel.Green - green, -12, 12);
                Assert.InRange(pixel.Blue - blue, -12, 12);
            }
        }
    }

    [Fact]
    public void Of_16_bits_the_upper_8_are_kept()
    {
        var tiff = Page(3, 1, 16, BlackIsZero);
        var rgb = DecodedFile.Rgb(tiff.Build(1, tiff.Pack(3, 0x12FF, 0x7F80, 0xFE90)));
        Assert.Equal([0x12, 0x12, 0x12, 0x7F, 0x7F, 0x7F, 0xFE, 0xFE, 0xFE], rgb);
    }

    [Theory]
    [InlineData(1.0, 0.5)]
    [InlineData(255.0, 128.0)]
    [InlineData(65535.0, 32896.0)]
    [InlineData(4e6, 2e6)]
    public void Floating_point_samples_are_scaled_by_what_their_range_seems_to_be(double white, double middle)
    {
        foreach (var bits in (int[])[16, 32, 64])
        {
            if (bits == 16 && white > 60000)
                continue;
            byte[] pixels = bits switch
            {
                16 => [.. new[] { (Half)0, (Half)middle, (Half)white, Half.NaN }.SelectMany(BitConverter.GetBytes)],
                32 => [.. new[] { 0, (float)middle, (float)white, float.NaN }.SelectMany(BitConverter.GetBytes)],
                _ => [.. new[] { 0, middle, white, double.NaN }.SelectMany(BitConverter.GetBytes)],
            };
            var file = Page(4, 1, bits, BlackIsZero).With(339, 3).Build(1, pixels);
            var gray = DecodedFile.Rgb(file).Chunk(3).Select(pixel => pixel[0]).ToArray();
            Assert.Equal((0, 255, 0), (gray[0], gray[2], gray[3]));
            Assert.InRange(gray[1], 127, 128);
        }
    }

    [Theory]
    [InlineData(1, new byte[] { 127, 0, 0, 127 })] // multiplied with alpha
    [InlineData(2, new byte[] { 255, 0, 0, 127 })]
    public void Alpha_of_both_kinds_is_put_on_white(int kind, byte[] pixel)
    {
        var file = Page(1, 1, 8, Rgb, 4).With(338, kind).Build(1, pixel);
        Assert.Equal((255, 128, 128), DecodedFile.Pixel(file, 0, 0));
    }

    [Fact]
    public void Samples_that_are_no_alpha_are_left_out()
    {
        var file = Page(1, 1, 8, Rgb, 5).With(338, 0, 0).Build(1, [1, 2, 3, 0, 0]);
        Assert.Equal((1, 2, 3), DecodedFile.Pixel(file, 0, 0));
    }

    [Fact]
    public void Inks_are_converted_as_Pillow_does()
    {
        var file = Page(1, 2, 8, Cmyk, 4).Build(2, [0, 255, 255, 0, 0, 0, 0, 255]);
        Assert.Equal([255, 0, 0, 0, 0, 0], DecodedFile.Rgb(file));
    }

    [Theory]
    [InlineData(257, 0, 0x12FF, 0x12)]
    [InlineData(1, 0, 200, 200)] // 8 bits where 16 belong
    public void Palettes_of_16_and_of_8_bits_are_read(int factor, int first, int second, byte expected)
    {
        var tiff = Page(2, 1, 1, Palette).With(320, first, second, first, 0, first, 100 * factor);
        Assert.Equal([0, 0, 0, expected, 0, 100], DecodedFile.Rgb(tiff.Build(1, [0x40])));
    }

    [Fact]
    public void Tiles_may_reach_beyond_the_picture()
    {
        var tile = Enumerable.Range(0, 256).Select(i => (byte)(i % 16)).ToArray();
        var file = Page(20, 3, 8, BlackIsZero).With(322, 16).With(323, 16).Build(0, tile, tile);
        Assert.Equal((15, 15, 15), DecodedFile.Pixel(file, 15, 2));
        Assert.Equal((3, 3, 3), DecodedFile.Pixel(file, 19, 2));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1 << 20)]
    [InlineData(-9)]
    public void What_follows_the_first_page_does_not_matter(int next)
    {
        var file = (Page(2, 1, 8, BlackIsZero) with { NextPage = next }).Build(1, [7, 9]);
        Assert.Equal([7, 7, 7, 9, 9, 9], DecodedFile.Rgb(file));
    }

    [Fact]
    public void Differences_of_16_bits_are_added_up_in_the_order_of_the_file()
    {
        foreach (var isLittleEndian in (bool[])[true, false])
        {
            var tiff = Page(3, 1, 16, BlackIsZero) with { IsLittleEndian = isLittleEndian, Compression = 8 };
            using var compressed = new MemoryStream();
            using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
                zlib.Write(tiff.Pack(3, 0x0180, 0x0180, 0xFF00));
            var file = tiff.With(317, 2).Build(1, compressed.ToArray());
            Assert.Equal([1, 1, 1, 3, 3, 3, 2, 2, 2], DecodedFile.Rgb(file));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(32773)]
    public void A_page_whose_data_ends_too_early_is_refused(int compression)
    {
        var file = (Page(8, 8, 8, BlackIsZero) with { Compression = compression }).Build(8, [0x78]);
        Assert.Equal("is cut off: the end of the TIFF data is missing", DecodedFile.Refusal(file).Problem);
    }

    [Theory]
    [InlineData(34712)]
    [InlineData(50001)]
    [InlineData(65000)]
    public void An_unknown_compression_is_not_called_damaged(int compression)
    {
        var file = (Page(2, 1, 8, BlackIsZero) with { Compression = compression }).Build(1, [7, 9]);
        var error = DecodedFile.Refusal(file);
        Assert.StartsWith("is a TIFF file of a kind that is not supported (", error.Problem, StringComparison.Ordinal);
        Assert.Equal("convert it to PNG or JPEG first", error.Remedy);
    }

    private static TiffBuilder Page(int width, int height, int bits, int photometric, int samples = 1) =>
        new() { Width = width, Height = height, Bits = bits, Photometric = photometric, Samples = samples };
}
