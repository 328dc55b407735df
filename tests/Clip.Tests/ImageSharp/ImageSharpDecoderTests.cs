using Clip.Images.Preprocessing;
using Clip.Tests.Images;

namespace Clip.Tests.ImageSharp;

/// <summary>ImageSharp as a decoder of files, beside the default decoder.</summary>
public sealed class ImageSharpDecoderTests
{
    private static readonly ImagePreprocessor ImageSharp =
        new(Preprocessors.Unresized.Config, decoder: ImageSharpPictureDecoder.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Formats => new(
        "bilevel.png", "gray_8.png", "gray_16.png", "la_art.png", "palette_transparent.png", "rgba_art.png",
        "lossless.webp", "palette.gif", "lzw.tif", "plain.bmp");

    [Fact]
    public void The_drawings_of_the_gallery_have_the_same_pixels()
    {
        var drawings = Directory.GetFiles(Path.Combine(Repository.Root, "gallery", "drawings"), "*.png");
        Assert.Equal(41, drawings.Length);
        Parallel.ForEach(
            drawings,
            path => Assert.True(Pixels(Preprocessors.Unresized, path).SequenceEqual(Pixels(ImageSharp, path)), path));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Lossless_formats_have_the_same_pixels(string name) => Assert.Equal(
        Pixels(Preprocessors.Unresized, ImageGoldens.Picture(name)), Pixels(ImageSharp, ImageGoldens.Picture(name)));

    [Theory]
    [InlineData("photo_444.jpg")]
    [InlineData("photo_baseline_420.jpg")]
    [InlineData("exif_orientation_2.jpg")]
    [InlineData("exif_orientation_6.jpg")]
    public void Photos_stand_upright_and_differ_by_rounding_only(string name)
    {
        var path = ImageGoldens.Picture(name);
        var (one, other) = (Pixels(Preprocessors.Unresized, path), Pixels(ImageSharp, path));

        Assert.Equal(one.Length, other.Length);
        Assert.InRange(one.Zip(other, static (a, b) => Math.Abs(a - b)).Average(), 0, 2);
    }

    [Theory]
    [InlineData("photo_progressive.jpg")]
    [InlineData("gray_16.png")]
    [InlineData("lossy.webp")]
    [InlineData("palette.gif")]
    [InlineData("lzw.tif")]
    [InlineData("plain.bmp")]
    public void Damaged_files_are_one_error_that_names_them_and_nothing_else(string name)
    {
        var content = File.ReadAllBytes(ImageGoldens.Picture(name));
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var damaged = content.ToArray();
            for (var i = 0; i < 8; i++)
                damaged[random.Next(16, damaged.Length)] = (byte)random.Next(256);
            var end = round % 3 == 0 ? random.Next(16, damaged.Length) : damaged.Length;
            try
            {
                using var picture = ImageSharp.Decode(damaged.AsSpan(0, end), "x.file", DecodeMode.Exact, Token);
            }
            catch (PictureException error)
            {
                Assert.Equal("x.file", error.Subject);
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Fact]
    public void Formats_that_it_does_not_read_are_refused()
    {
        var error = Assert.Throws<PictureException>(
            () => ImageSharp.Decode(ImageGoldens.Picture("plain.ppm"), DecodeMode.Exact, Token));
        Assert.Equal("is a PNM file, which the decoder in use does not read", error.Problem);
    }

    private static byte[] Pixels(ImagePreprocessor preprocessor, string path)
    {
        using var picture = preprocessor.Decode(path, DecodeMode.Exact, Token);
        return preprocessor.Pixels(picture);
    }
}
