using Clip.Images.Decoding.Magick;
using ImageMagick;

namespace Clip.Tests.Images.Magick;

/// <summary>Errors say what was exceeded or is missing: unsupported is not damaged, and a frame is no edge.</summary>
public sealed class MagickErrorsTests
{
    [Theory]
    [InlineData("ListLengthExceedsLimit `x' @ error/list.c", "has more frames, pages or layers than ")]
    [InlineData("WidthOrHeightExceedsLimit `x' @ error/cache.c", "is too large: an edge is longer than 1000000 pixels")]
    [InlineData("UnableToAcquireCache", "takes more memory than there is (UnableToAcquireCache)")]
    public void A_limit_is_named_for_what_it_limits(string message, string problem) =>
        Assert.StartsWith(
            problem, Translate(new MagickResourceLimitErrorException(message)).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(0xC3, "lossless JPEG")]
    [InlineData(0xCB, "lossless JPEG")]
    [InlineData(0xC5, "hierarchical JPEG")]
    [InlineData(0xCF, "hierarchical JPEG")]
    [InlineData(0xF7, "JPEG-LS")]
    public void A_JPEG_of_a_rare_process_is_not_called_damaged(byte process, string name)
    {
        var file = File.ReadAllBytes(ImageGoldens.Picture("photo_baseline_420.jpg"));
        file[file.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1] = process;
        var error = DecodedFile.Refusal(file);
        Assert.Equal($"is a JPEG file of a kind that is not supported ({name})", error.Problem);
        Assert.Equal("convert it to PNG or JPEG first", error.Remedy);
    }

    [Theory]
    [InlineData("CompressionNotSupported `x'")]
    [InlineData("WEBP compression support is not configured. `TIFF'")]
    [InlineData("Unsupported feature: Unsupported codec (4.3000)")]
    public void A_kind_that_no_decoder_reads_is_not_called_damaged(string message) =>
        Assert.Equal("convert it to PNG or JPEG first", Translate(new MagickCoderErrorException(message)).Remedy);

    [Fact]
    public void Other_errors_are_damage() =>
        Assert.Equal(
            "is a damaged GIF file (CorruptImage)",
            Translate(new MagickCorruptImageErrorException("CorruptImage")).Problem);

    private static PictureException Translate(MagickException cause) =>
        MagickErrors.Translate(new PictureData([0], PictureKind.Gif, "x.gif"), cause);
}
