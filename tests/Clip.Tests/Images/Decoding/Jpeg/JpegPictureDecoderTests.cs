using Clip.Images.Decoding.Jpeg;
using Clip.Images.Decoding.Magick;
using Clip.Tests.Models;
using ImageMagick;

namespace Clip.Tests.Images.Jpeg;

public sealed class JpegPictureDecoderTests
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);
    private static readonly JpegPictureDecoder Decoder = new(MagickPictureDecoder.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_systems_library_gives_the_pixels_of_the_other_decoder()
    {
        RequireLibrary();
        var photos = Directory.GetFiles(Path.Combine(EmbeddedModel.Gallery, "photos"), "*.jpg")
            .Order(StringComparer.Ordinal).Where(static (_, number) => number % 8 == 0).ToList();
        Assert.NotEmpty(photos);
        foreach (var photo in photos)
        {
            var data = File.ReadAllBytes(photo);
            foreach (var shrink in (int[])[1, 2, 4, 8])
                Assert.Equal(Pixels(MagickPictureDecoder.Instance, data, shrink), Pixels(Decoder, data, shrink));
        }
    }

    [Theory]
    [InlineData("2x2,1x1,1x1", true)]
    [InlineData("2x1,1x1,1x1", false)]
    [InlineData("1x2,1x1,1x1", true)]
    [InlineData("1x1,1x1,1x1", false)]
    [InlineData("4x1,1x1,1x1", false)]
    public void So_it_does_whatever_the_sampling_of_colors(string sampling, bool isProgressive)
    {
        RequireLibrary();
        var data = Photo(211, 149, sampling, isProgressive);
        // At an eighth, a progressive picture is decoded without all of its scans.
        foreach (var shrink in (int[])[1, 2, 4])
            Assert.Equal(Pixels(MagickPictureDecoder.Instance, data, shrink), Pixels(Decoder, data, shrink));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damaged_files_give_what_the_other_decoder_gives(bool isProgressive)
    {
        var good = Photo(97, 61, "2x2,1x1,1x1", isProgressive);
        var random = new Random(isProgressive ? 1 : 2);
        for (var round = 0; round < 150; round++)
        {
            var bad = (byte[])good.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bad[random.Next(2, bad.Length)] = (byte)random.Next(256);
            if (round % 4 == 0)
                bad = bad[..random.Next(4, bad.Length)];
            Assert.Equal(Outcome(MagickPictureDecoder.Instance, bad), Outcome(Decoder, bad));
        }
    }

    [Fact]
    public void A_library_with_other_pixels_is_not_used()
    {
        Assert.SkipWhen(TurboJpeg.TryLoad() is null, "the system has no TurboJPEG library (libturbojpeg0)");

        Assert.Null(TurboJpegCheck.Passed(TurboJpeg.TryLoad(), new Darker()));
    }

    [Fact]
    public void A_cancelled_decoding_ends() => Assert.Throws<OperationCanceledException>(() =>
        Decode(Decoder, Photo(64, 64, "2x2,1x1,1x1", false), 1, new CancellationToken(canceled: true)));

    /// <summary>A picture with detail, as JPEG.</summary>
    internal static byte[] Photo(uint width, uint height, string sampling, bool isProgressive, uint quality = 85)
    {
        using var image = new MagickImage(Path.Combine(EmbeddedModel.Gallery, "photos", "kodak-13.jpg"));
        image.Resize(new MagickGeometry(width, height) { IgnoreAspectRatio = true });
        image.Quality = quality;
        image.Settings.Interlace = isProgressive ? Interlace.Jpeg : Interlace.NoInterlace;
        image.Settings.SetDefine(MagickFormat.Jpeg, "sampling-factor", sampling);
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    /// <summary>The width in four bytes and the pixels as RGB.</summary>
    internal static byte[] Pixels(IPictureDecoder decoder, byte[] data, int shrink)
    {
        using var pixels = Decode(decoder, data, shrink, Token);
        return Bytes(pixels);
    }

    private static void RequireLibrary() => Assert.SkipUnless(
        Decoder.UsesLibrary, "the system has no TurboJPEG library (libturbojpeg0) whose pixels are ImageMagick's");

    private static string Outcome(IPictureDecoder decoder, byte[] data)
    {
        try
        {
            return Convert.ToHexString(System.IO.Hashing.XxHash128.Hash(Pixels(decoder, data, 1)));
        }
        catch (PictureException error)
        {
            return error.Message;
        }
    }

    private static DecodedPixels Decode(IPictureDecoder decoder, byte[] data, int shrink, CancellationToken token)
    {
        var picture = new PictureData(data, PictureKind.Jpeg, "photo.jpg");
        return decoder.Decode(picture, decoder.ReadHeader(picture), new DecodeOptions(shrink, MaxTime), token);
    }

    private static unsafe byte[] Bytes(DecodedPixels pixels)
    {
        var buffer = pixels.Buffer;
        var rows = new ReadOnlySpan<byte>(buffer.Start, checked((int)(buffer.Stride * buffer.Height)));
        var rgb = new byte[3 * buffer.Width * buffer.Height];
        buffer.Layout.ToRgb(rows, rgb);
        return [.. BitConverter.GetBytes(buffer.Width), .. rgb];
    }

    private sealed class Darker : IPictureDecoder
    {
        public IReadOnlySet<PictureKind> Kinds => MagickPictureDecoder.Instance.Kinds;

        public bool CanShrink(PictureKind kind) => true;

        public PictureHeader ReadHeader(PictureData picture) => MagickPictureDecoder.Instance.ReadHeader(picture);

        public DecodedPixels Decode(
            PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
        {
            using var pixels = MagickPictureDecoder.Instance.Decode(picture, header, options, cancellationToken);
            var bytes = Bytes(pixels)[4..];
            bytes[^1] ^= 1;
            return DecodedPixels.FromMemory(
                bytes, pixels.Buffer.Width, pixels.Buffer.Height, new PixelLayout(PixelFormat.Rgb, 3));
        }
    }
}
