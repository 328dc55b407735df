namespace Clip.Tests.Images.Gif;

/// <summary>The first frame of GIF has Pillow's pixels, also where the file is unusual.</summary>
public sealed class GifPictureDecoderTests
{
    private static readonly byte[] FourColors = [9, 8, 7, 200, 0, 0, 0, 200, 0, 0, 0, 200];

    private static GifBuilder Small => new(2, 2) { Palette = FourColors };

    [Fact]
    public void Indexes_are_colors_of_the_palette_of_the_file_or_of_the_frame()
    {
        byte[] expected = [9, 8, 7, 200, 0, 0, 0, 200, 0, 0, 0, 200];
        Assert.Equal(expected, DecodedFile.Rgb(Small.Build(0, 0, 2, 2, 0, 1, 2, 3)));
        var frame = Small with { Palette = [1, 1, 1, 2, 2, 2], FramePalette = FourColors };
        Assert.Equal(expected, DecodedFile.Rgb(frame.Build(0, 0, 2, 2, 0, 1, 2, 3)));
    }

    [Fact]
    public void Long_runs_and_full_tables_are_decompressed()
    {
        var random = new Random(5);
        var indexes = Enumerable.Range(0, 200 * 100)
            .Select(i => (byte)(i < 6000 ? 1 : random.Next(4)))
            .ToArray();
        var large = Small with { CanvasWidth = 200, CanvasHeight = 100 };
        var rgb = DecodedFile.Rgb(large.Build(0, 0, 200, 100, indexes));
        Assert.Equal(indexes.SelectMany(index => FourColors.AsSpan(3 * index, 3).ToArray()), rgb);
    }

    [Fact]
    public void Interlaced_rows_are_put_in_order()
    {
        var interlaced = new GifBuilder(1, 9) { Palette = FourColors, IsInterlaced = true };
        // Stored are the rows 0, 8; 4; 2, 6; 1, 3, 5, 7.
        var rgb = DecodedFile.Rgb(interlaced.Build(0, 0, 1, 9, 0, 0, 1, 2, 2, 3, 3, 3, 3));
        var red = rgb.Chunk(3).Select(pixel => Array.IndexOf([9, 200, 0], pixel[0]) + (pixel[2] == 200 ? 1 : 0));
        Assert.Equal([0, 3, 2, 3, 1, 3, 2, 3, 0], red);
    }

    [Theory]
    [InlineData(null, 9, 8, 7)] // the first color
    [InlineData(3, 255, 255, 255)] // transparent, over white
    public void What_the_frame_does_not_cover_is_canvas(int? transparent, byte red, byte green, byte blue)
    {
        var file = (Small with { CanvasWidth = 3, Transparent = transparent }).Build(1, 1, 1, 1, 1);
        Assert.Equal((red, green, blue), DecodedFile.Pixel(file, 0, 0));
        Assert.Equal((200, 0, 0), DecodedFile.Pixel(file, 1, 1));
    }

    [Fact]
    public void A_frame_that_reaches_beyond_the_canvas_enlarges_it()
    {
        DecodedFile.Rgb(Small.Build(1, 0, 2, 3, 1, 1, 1, 1, 1, 1), out var size);
        Assert.Equal((3, 3), size);
    }

    [Fact]
    public void Colors_that_the_palette_lacks_are_black_and_without_a_palette_pixels_are_gray()
    {
        var two = Small with { Palette = [9, 9, 9, 8, 8, 8] };
        Assert.Equal([9, 9, 9, 8, 8, 8, 0, 0, 0, 0, 0, 0], DecodedFile.Rgb(two.Build(0, 0, 2, 2, 0, 1, 2, 3)));
        var none = Small with { Palette = [] };
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], DecodedFile.Rgb(none.Build(0, 0, 2, 2, 0, 1, 2, 3)));
    }

    [Fact]
    public void Other_blocks_and_garbage_before_the_frame_are_skipped()
    {
        var file = Small with { BetweenBlocks = [0, 0, 0x21, 0xFE, 2, 0x2C, 0x2C, 1, 0x3B, 0, 7] };
        Assert.Equal((200, 0, 0), DecodedFile.Pixel(file.Build(0, 0, 2, 2, 1, 1, 1, 1), 1, 1));
    }

    [Fact]
    public void Pixels_that_end_early_are_canvas_and_a_file_that_ends_early_is_cut_off()
    {
        Assert.Equal([200, 0, 0, 200, 0, 0, 9, 8, 7, 9, 8, 7], DecodedFile.Rgb(Small.Build(0, 0, 2, 2, 1, 1)));
        var whole = Small.Build(0, 0, 2, 2, 1, 2, 3, 0);
        foreach (var file in (byte[][])
            [whole, (Small with { Palette = [], FramePalette = FourColors }).Build(0, 0, 2, 2, 1, 2, 3, 0)])
        {
            for (var length = 13; length < file.Length - 3; length++)
                Assert.StartsWith("is cut off", DecodedFile.Refusal(file[..length]).Problem);
        }
        byte[] frameless = [.. whole[..25], 0x3B, .. new byte[20]];
        Assert.StartsWith("is a damaged GIF file", DecodedFile.Refusal(frameless).Problem);
    }
}
