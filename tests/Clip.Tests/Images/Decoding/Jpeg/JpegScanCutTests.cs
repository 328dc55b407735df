using System.Numerics.Tensors;
using Clip.Images.Decoding.Jpeg;
using Clip.Images.Decoding.Magick;
using Clip.Tests.Models;

namespace Clip.Tests.Images.Jpeg;

public sealed class JpegScanCutTests
{
    [Fact]
    public void The_pixels_of_a_picture_that_is_shrunk_to_an_eighth_stay_the_same()
    {
        var data = JpegPictureDecoderTests.Photo(641, 487, "1x1,1x1,1x1", isProgressive: true);
        var cut = JpegScanCut.Cut(data, JpegFile.TryRead(data)!, 8)!;

        Assert.InRange(cut.Length, data.Length / 8, data.Length * 2 / 3);
        Assert.Equal(Pixels(data), Pixels(cut));
    }

    [Fact]
    public void The_embedding_stays_the_same_where_colors_have_fewer_samples()
    {
        var data = JpegPictureDecoderTests.Photo(2100, 1800, "2x2,1x1,1x1", isProgressive: true);
        var cut = JpegScanCut.Cut(data, JpegFile.TryRead(data)!, 8)!;
        using var model = EmbeddedModel.Load();

        var cosine = TensorPrimitives.Dot<float>(Embedding(model, Pixels(data)), Embedding(model, Pixels(cut)));

        Assert.InRange(cut.Length, data.Length / 8, data.Length * 2 / 3);
        Assert.InRange(cosine, 0.99999f, 1.00001f);
    }

    [Fact]
    public void Pictures_that_are_hardly_shrunk_or_not_progressive_stay_whole()
    {
        var progressive = JpegPictureDecoderTests.Photo(160, 120, "2x2,1x1,1x1", isProgressive: true);
        var baseline = JpegPictureDecoderTests.Photo(160, 120, "2x2,1x1,1x1", isProgressive: false);

        Assert.Null(JpegScanCut.Cut(progressive, JpegFile.TryRead(progressive)!, 1));
        Assert.Null(JpegScanCut.Cut(progressive, JpegFile.TryRead(progressive)!, 4));
        Assert.Null(JpegScanCut.Cut(baseline, JpegFile.TryRead(baseline)!, 8));
    }

    [Fact]
    public void Files_that_are_cut_off_are_left_to_the_decoder()
    {
        var data = JpegPictureDecoderTests.Photo(160, 120, "2x2,1x1,1x1", isProgressive: true);

        for (var length = 0; length < data.Length; length += 7)
            Assert.Null(JpegFile.TryRead(data.AsSpan(0, length)));
    }

    private static byte[] Pixels(byte[] data) =>
        JpegPictureDecoderTests.Pixels(MagickPictureDecoder.Instance, data, 8);

    private static float[] Embedding(ClipModel model, byte[] pixels)
    {
        var width = BitConverter.ToInt32(pixels);
        var rows = pixels[4..];
        return model.Image.EncodePixels(
            rows, width, rows.Length / 3 / width, cancellationToken: TestContext.Current.CancellationToken);
    }
}
