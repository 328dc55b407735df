using Clip.Images.Decoding.Png;

namespace Clip.Tests.Images.Png;

/// <summary>PNG files that are not quite right are shown as viewers and Pillow show them.</summary>
public sealed class PngPictureDecoderTests
{
    private const int Width = 19;
    private const int Height = 11;

    private static readonly byte[] Pixels = Preprocessors.Noise(Width, Height, 3);
    private static readonly byte[] Header = PngBuilder.Header(Width, Height, 8, 2);
    private static readonly byte[] Data = PngBuilder.Compress(Rows(Pixels, 3 * Width));
    private static readonly byte[] End = PngBuilder.Chunk("IEND"u8, []);

    public static TheoryData<string> WholePictures => [.. Whole().Select(file => file.Name)];

    public static TheoryData<string> BrokenPictures => [.. Broken().Select(file => file.Name)];

    // As in Pillow, of which the goldens hold the cases where this is not what the file means.
    [Theory]
    [InlineData(0x00, 0xFF, 0x00)] // green, as other viewers show it, too
    [InlineData(0x00, 0x00, 0x00)]
    [InlineData(0xFF, 0xFF, 0x00)]
    public void A_full_color_of_16_bits_can_be_transparent(byte red, byte green, byte blue)
    {
        byte[] color = [red, red, green, green, blue, blue];
        byte[] other = [.. color.Select(part => (byte)~part)];
        byte[] file =
        [
            .. PngBuilder.Signature, .. PngBuilder.Header(2, 1, 16, 2), .. PngBuilder.Chunk("tRNS"u8, color),
            .. PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress([0, .. color, .. other])),
            .. PngBuilder.Chunk("IEND"u8, []),
        ];
        Assert.Equal([255, 255, 255, other[0], other[2], other[4]], DecodedFile.Rgb(file));
    }

    [Theory]
    [MemberData(nameof(WholePictures))]
    public void A_file_with_all_pixels_is_read_whatever_is_wrong_around_them(string name) =>
        Assert.Equal(Pixels, DecodedFile.Rgb(Whole().Single(file => file.Name == name).File));

    [Theory]
    [MemberData(nameof(BrokenPictures))]
    public void A_file_with_damaged_pixels_is_refused(string name) =>
        Assert.Matches(
            @"^is (cut off: the end of the PNG data is missing|a damaged PNG file \(.+\))$",
            DecodedFile.Refusal(Broken().Single(file => file.Name == name).File).Problem);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Rows_that_were_never_written_are_black(int missing)
    {
        var data = PngBuilder.Compress(Rows(Pixels, 3 * Width).AsSpan(0, (Height - missing) * (1 + (3 * Width))));
        byte[] expected = [.. Pixels.AsSpan(0, 3 * Width * (Height - missing)), .. new byte[3 * Width * missing]];
        Assert.Equal(expected, DecodedFile.Rgb(File(Header, PngBuilder.Chunk("IDAT"u8, data), End)));
    }

    [Fact]
    public void Colors_that_the_palette_lacks_are_black()
    {
        byte[] rows = [0, 0, 1, 2, 255];
        var file = File(
            PngBuilder.Header(4, 1, 8, 3),
            PngBuilder.Chunk("PLTE"u8, [250, 0, 0, 0, 240, 0]),
            PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress(rows)));
        Assert.Equal([250, 0, 0, 0, 240, 0, 0, 0, 0, 0, 0, 0], DecodedFile.Rgb(file));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    [InlineData(6, 4)]
    public void Of_16_bits_the_upper_8_are_kept(byte color, int samples)
    {
        var row = new byte[1 + (2 * samples * 256)];
        for (var i = 0; i < 256; i++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                var isAlpha = sample == samples - 1 && samples is 2 or 4;
                var at = 1 + (2 * ((i * samples) + sample));
                (row[at], row[at + 1]) = isAlpha ? ((byte)255, (byte)255) : ((byte)i, (byte)(255 - i));
            }
        }

        var file = File(
            PngBuilder.Header(256, 1, 16, color), PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress(row)), End);
        Assert.Equal(Enumerable.Range(0, 768).Select(value => (byte)(value / 3)), DecodedFile.Rgb(file));
    }

    [Theory]
    [InlineData("eXIf", "")]
    [InlineData("tEXt", "Raw profile type exif")]
    [InlineData("iTXt", "XML:com.adobe.xmp")]
    public void The_orientation_counts_wherever_it_is_written(string type, string keyword)
    {
        byte[] exif = [.. "II*\0\b\0\0\0\u0001\0\u0012\u0001\u0003\0\u0001\0\0\0\u0006\0\0\0"u8, 0, 0, 0, 0];
        byte[] content = keyword switch
        {
            "" => exif,
            "XML:com.adobe.xmp" => [.. "XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation=\"6\"/>"u8],
            _ => [.. System.Text.Encoding.ASCII.GetBytes(
                $"{keyword}\0\nexif\n      {exif.Length}\n{Convert.ToHexStringLower(exif)}\n")],
        };
        var file = File(
            Header,
            PngBuilder.Chunk(System.Text.Encoding.ASCII.GetBytes(type), content),
            PngBuilder.Chunk("IDAT"u8, Data),
            End);
        DecodedFile.Rgb(file, out var size);
        Assert.Equal((Height, Width), size);
    }

    [Fact]
    public void Every_filter_is_undone_as_the_specification_says()
    {
        const int distance = 3;
        var above = Preprocessors.Noise(7, 1, 8);
        var row = Preprocessors.Noise(7, 1, 9);
        for (var type = 0; type <= 4; type++)
        {
            var filtered = new byte[row.Length];
            for (var i = 0; i < row.Length; i++)
            {
                var left = i < distance ? 0 : row[i - distance];
                var corner = i < distance ? 0 : above[i - distance];
                filtered[i] = (byte)(row[i] - Predict(type, left, above[i], corner));
            }

            Assert.True(PngFilter.Undo(type, filtered, above, distance));
            Assert.Equal(row, filtered);
        }

        Assert.False(PngFilter.Undo(5, row, above, distance));
    }

    [Fact]
    public void A_picture_for_iPhone_apps_is_not_called_damaged()
    {
        var error = DecodedFile.Refusal(File(PngBuilder.Chunk("CgBI"u8, [0, 0, 0, 0]), Header, End));
        Assert.Equal("is a PNG file of a kind that is not supported (made for iPhone apps)", error.Problem);
        Assert.Equal("convert it to PNG or JPEG first", error.Remedy);
    }

    private static IEnumerable<(string Name, byte[] File)> Whole()
    {
        var data = PngBuilder.Chunk("IDAT"u8, Data);
        byte[] text = [.. "Comment\0hello"u8];
        yield return ("nothing", File(Header, data, End));
        yield return ("no end", File(Header, data));
        yield return ("no end and no checksum", File(Header, data[..^4]));
        yield return ("no checksums at all", File(Header, data[..^8]));
        yield return ("wrong checksum of the pixels' chunk", File(Header, PngBuilder.Chunk("IDAT"u8, Data, true), End));
        yield return ("wrong checksum behind", File(Header, data, PngBuilder.Chunk("tEXt"u8, text, true), End));
        yield return ("wrong checksum before", File(Header, PngBuilder.Chunk("tEXt"u8, text, true), data, End));
        yield return ("wrong checksum of the end", File(Header, data, PngBuilder.Chunk("IEND"u8, [], true)));
        yield return ("small window", File(Header, PngBuilder.Chunk("IDAT"u8, [0x08, 0x1D, .. Data[2..]]), End));
        yield return ("unknown chunk", File(Header, PngBuilder.Chunk("ABCD"u8, text), data, End));
        yield return ("many chunks", File(
            [Header, .. Data.Chunk(7).Select(part => PngBuilder.Chunk("IDAT"u8, part)), End]));
        yield return ("length beyond the end", File(Header, [0, 1, 0, 0, .. data[4..]], End));
        var more = PngBuilder.Compress([.. Rows(Pixels, 3 * Width), .. new byte[99]]);
        yield return ("more rows", File(Header, PngBuilder.Chunk("IDAT"u8, more), End));
    }

    private static IEnumerable<(string Name, byte[] File)> Broken()
    {
        var rows = Rows(Pixels, 3 * Width);
        var wrongSum = Data.ToArray();
        wrongSum[^1] ^= 1;
        var wrongFilter = rows.ToArray();
        wrongFilter[0] = 9;
        yield return ("cut off", File(Header, PngBuilder.Chunk("IDAT"u8, Data)[..^60]));
        yield return ("checksum of the pixels", File(Header, PngBuilder.Chunk("IDAT"u8, wrongSum), End));
        yield return ("half a row", File(
            Header, PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress(rows.AsSpan(0, rows.Length - 20))), End));
        yield return ("no rows", File(Header, PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress([])), End));
        yield return ("no data", File(Header, End));
        yield return ("no header", File(PngBuilder.Chunk("IDAT"u8, Data), End));
        yield return ("filter", File(Header, PngBuilder.Chunk("IDAT"u8, PngBuilder.Compress(wrongFilter)), End));
        yield return ("3 bits", File(PngBuilder.Header(5, 5, 3, 0), PngBuilder.Chunk("IDAT"u8, Data), End));
        yield return ("not compressed", File(Header, PngBuilder.Chunk("IDAT"u8, rows), End));
    }

    private static byte[] File(params byte[][] parts) => [.. PngBuilder.Signature, .. parts.SelectMany(part => part)];

    private static byte[] Rows(byte[] pixels, int length) =>
        [.. pixels.Chunk(length).SelectMany(row => row.Prepend((byte)0))];

    private static int Predict(int type, int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp) = (Math.Abs(estimate - left), Math.Abs(estimate - up));
        var toCorner = Math.Abs(estimate - corner);
        return type switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner,
        };
    }
}
