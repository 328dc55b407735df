using System.Text;
using Clip.Images.Pixels;
using Clip.Images.Preprocessing;
using Clip.Tests.Models;

namespace Clip.Tests.Images;

/// <summary>A decoder given in the options replaces the default one.</summary>
public sealed class PictureDecoderTests
{
    private static readonly byte[] Noise = Preprocessors.PortablePixmap(70, 50, Preprocessors.Noise(70, 50, 7));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_default_decoder_reads_every_kind() =>
        Assert.All(Enum.GetValues<PictureKind>(), kind => Assert.Contains(kind, StandardPictureDecoder.Instance.Kinds));

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Another_decoder_gives_the_same_pixels(int orientation)
    {
        var config = Preprocessors.Config(Preprocessors.Clip224);
        var decoder = new PortablePixmapDecoder { Orientation = orientation };
        var own = new ImagePreprocessor(config, decoder: decoder);
        using var picture = own.Decode(Noise, "noise.ppm", DecodeMode.Exact, Token);

        Assert.Equal(PictureKind.PortableAnyMap, picture.Kind);
        Assert.Equal(orientation == 1 ? (70, 50) : (50, 70), (picture.Width, picture.Height));
        var upright = ReferenceResize.Upright(
            new ReferenceResize.Image(70, 50, Preprocessors.Noise(70, 50, 7)), orientation);
        var usual = new ImagePreprocessor(config);
        using var expected = usual.Decode(
            Preprocessors.PortablePixmap(
                upright.Width, upright.Height, upright.Rgb), "upright", DecodeMode.Exact, Token);
        Assert.Equal(usual.Pixels(expected), own.Pixels(picture));
    }

    [Fact]
    public void A_model_uses_the_decoder_of_its_options()
    {
        using var folder = new TestFolder();
        folder.Write("preprocessor_config.json", TinyModel.PlainPictures);
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        folder.Write("noise.ppm", Noise);
        var decoder = new PortablePixmapDecoder();
        using var usual = folder.Load();
        using var own = folder.Load(new ClipModelOptions { PictureDecoder = decoder });

        Assert.Equal(
            usual.Image.Encode(folder.At("noise.ppm"), Token), own.Image.Encode(folder.At("noise.ppm"), Token));
        Assert.Single(decoder.Calls);
    }

    [Fact]
    public void Kinds_that_a_decoder_does_not_read_are_refused()
    {
        var preprocessor = With(new PortablePixmapDecoder());
        var error = Assert.Throws<PictureException>(() =>
        {
            using var picture = preprocessor.Decode(ImageGoldens.Picture("rgb_33x47.png"), DecodeMode.Exact, Token);
        });
        Assert.Equal("is a PNG file, which the decoder in use does not read", error.Problem);
    }

    [Theory]
    [InlineData("P6 30000 10000 255\n", "is too large: 30000 × 10000 is 300 megapixels, 250 are allowed")]
    [InlineData("P6 200000 1 255\n", "is too long: 200000 × 1 pixels, 100000 are allowed")]
    [InlineData("P6 0 5 255\n", "is a damaged PNM file (it has no pixels)")]
    [InlineData("P6 3 5\n", "is a damaged PNM file (no header)")]
    public void Headers_are_checked_before_a_decoder_is_asked_for_pixels(string header, string problem)
    {
        var decoder = new PortablePixmapDecoder();
        var error = Assert.Throws<PictureException>(() =>
        {
            using var picture = With(decoder).Decode(Encoding.ASCII.GetBytes(header), "x.ppm", DecodeMode.Exact, Token);
        });
        Assert.Equal(problem, error.Problem);
        Assert.Empty(decoder.Calls);
    }

    [Theory]
    [InlineData(true, DecodeMode.Fast, 4)]
    [InlineData(true, DecodeMode.Exact, 1)]
    [InlineData(false, DecodeMode.Fast, 1)]
    public void Only_a_fast_decode_by_a_decoder_that_can_shrink_shrinks(bool shrinks, DecodeMode mode, int factor)
    {
        var decoder = new PortablePixmapDecoder { Shrinks = shrinks };
        var preprocessor = new ImagePreprocessor(
            Preprocessors.Config("""{"size": {"height": 4, "width": 4}, "do_center_crop": false}"""), decoder: decoder);
        using var picture = preprocessor.Decode(Noise, "noise.ppm", mode, Token);
        Assert.Equal(factor, Assert.Single(decoder.Calls).ShrinkFactor);
        Assert.Equal((70, 50), (picture.Width, picture.Height));
    }

    [Fact]
    public void Pixels_shorter_than_their_size_are_refused() =>
        Assert.Throws<ArgumentException>(
            () => DecodedPixels.FromMemory(new byte[11], 2, 2, new PixelLayout(PixelFormat.Rgb, 3)));

    private static ImagePreprocessor With(PortablePixmapDecoder decoder) =>
        new(new PreprocessorConfig(), decoder: decoder);
}
