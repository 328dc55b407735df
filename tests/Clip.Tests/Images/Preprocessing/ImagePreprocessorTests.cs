using ImageMagick;

namespace Clip.Tests.Images;

public class ImagePreprocessorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_tensor_is_planar_scaled_and_normalized()
    {
        var preprocessor = Preprocessors.With(
            """
            {"size": {"height": 9, "width": 7}, "resample": 3,
             "image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6]}
            """);
        using var picture = preprocessor.Decode(ImageGoldens.Picture("rgb_33x47.png"), DecodeMode.Exact, Token);
        var rgb = preprocessor.Pixels(picture);
        var values = new float[3 * 9 * 7];
        preprocessor.Write(picture, values);

        (float Mean, float Std)[] channels = [(0.1f, 0.4f), (0.2f, 0.5f), (0.3f, 0.6f)];
        for (var channel = 0; channel < 3; channel++)
        {
            var (mean, std) = channels[channel];
            for (var pixel = 0; pixel < 9 * 7; pixel++)
            {
                var scaled = (float)(rgb[(3 * pixel) + channel] * (1 / 255.0));
                Assert.Equal((scaled - mean) / std, values[(channel * 9 * 7) + pixel]);
            }
        }
    }

    [Fact]
    public void A_span_of_the_wrong_length_is_refused()
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        using var picture = preprocessor.Decode(ImageGoldens.Picture("rgb_33x47.png"), DecodeMode.Exact, Token);
        Assert.Throws<ArgumentException>(() => preprocessor.Write(picture, new float[3 * 224 * 223]));
        Assert.Throws<ArgumentException>(() => preprocessor.Write(picture, new byte[1]));
    }

    [Fact]
    public void A_disposed_picture_cannot_be_used()
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        var picture = preprocessor.Decode(ImageGoldens.Picture("rgb_33x47.png"), DecodeMode.Exact, Token);
        picture.Dispose();
        picture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => preprocessor.Pixels(picture));
    }

    [Fact]
    public void Writing_a_picture_allocates_almost_nothing()
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        var values = new float[3 * 224 * 224];
        string[] files = ["photo_large_2400x1600.jpg", "exif_orientation_6.jpg", "rgba_art.png", "photo_cmyk.jpg"];
        foreach (var file in files)
        {
            using var picture = preprocessor.Decode(ImageGoldens.Picture(file), DecodeMode.Exact, Token);
            // The minimum of several, because returned memory may go to a test that runs in parallel.
            Assert.InRange(
                Enumerable.Range(0, 20).Min(_ => Allocated(() => preprocessor.Write(picture, values))), 0, 512);
        }
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Many_threads_may_share_a_preprocessor_and_a_picture()
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        using var picture = preprocessor.Decode(
            ImageGoldens.Picture("exif_orientation_8.jpg"), DecodeMode.Exact, Token);
        var expected = preprocessor.Pixels(picture);
        Parallel.For(0, 64, _ =>
        {
            using var own = preprocessor.Decode(ImageGoldens.Picture("exif_orientation_8.jpg"), DecodeMode.Exact);
            Assert.Equal(expected, preprocessor.Pixels(picture));
            Assert.Equal(expected, preprocessor.Pixels(own));
        });
    }

    [Theory]
    [InlineData("photo_large_2400x1600.jpg", 2400, 1600, 1200)]
    [InlineData("exif_orientation_6.jpg", 428, 640, 640)]
    public void A_fast_decode_leaves_at_least_three_times_the_target_size(
        string file, int width, int height, int storedWidth)
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        using var exact = preprocessor.Decode(ImageGoldens.Picture(file), DecodeMode.Exact, Token);
        using var fast = preprocessor.Decode(ImageGoldens.Picture(file), DecodeMode.Fast, Token);

        Assert.Equal((width, height), (fast.Width, fast.Height));
        using (var stored = fast.Read())
            Assert.Equal(storedWidth, stored.Buffer.Width);
        var difference = preprocessor.Pixels(exact).Zip(preprocessor.Pixels(fast), (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(difference, 0, 1.5);
    }

    [Theory]
    [InlineData(ImageMagick.Orientation.TopLeft, 8)]
    [InlineData(ImageMagick.Orientation.RightTop, 1)]
    [InlineData(ImageMagick.Orientation.LeftBottom, 4)]
    [InlineData(ImageMagick.Orientation.BottomRight, 2)]
    public void A_fast_decode_considers_the_orientation(ImageMagick.Orientation orientation, int seed)
    {
        var preprocessor = Preprocessors.With("""{"size": {"height": 20, "width": 10}}""");
        var pixels = Preprocessors.PortablePixmap(700, 300, Preprocessors.Noise(700, 300, (uint)seed));
        using var image = new MagickImage(pixels, MagickFormat.Ppm) { Orientation = orientation };
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Orientation, (ushort)orientation);
        image.SetProfile(exif);
        using var picture = preprocessor.Decode(
            image.ToByteArray(MagickFormat.Jpeg), "noise.jpg", DecodeMode.Fast, Token);

        var turned = orientation is ImageMagick.Orientation.RightTop or ImageMagick.Orientation.LeftBottom;
        Assert.Equal(turned ? (300, 700) : (700, 300), (picture.Width, picture.Height));
        // The target is 10 × 20 upright. Three times as much is left by 1/8 of 700 (87 ≥ 60 or 30), and by
        // 1/8 (37 ≥ 30) or 1/4 (75 ≥ 60) of 300.
        using var stored = picture.Read();
        Assert.Equal(turned ? 88 : 175, stored.Buffer.Width);
    }

    [Fact]
    public void A_JPEG_XL_with_an_orientation_is_turned_upright()
    {
        using var image = new MagickImage(
            Preprocessors.PortablePixmap(40, 30, Preprocessors.Noise(40, 30, 3)), MagickFormat.Ppm);
        image.Quality = 100;
        using var upright = Preprocessors.Unresized.Decode(
            image.ToByteArray(MagickFormat.Jxl), "upright.jxl", DecodeMode.Exact, Token);
        image.Orientation = ImageMagick.Orientation.RightTop;
        using var lying = Preprocessors.Unresized.Decode(
            image.ToByteArray(MagickFormat.Jxl), "lying.jxl", DecodeMode.Exact, Token);

        Assert.Equal((30, 40), (lying.Width, lying.Height));
        var expected = ReferenceResize.Upright(
            new ReferenceResize.Image(40, 30, Preprocessors.Unresized.Pixels(upright)), 6);
        Assert.Equal(expected.Rgb, Preprocessors.Unresized.Pixels(lying));
    }

    [Fact]
    public void A_camera_raw_file_is_developed_and_turned_upright()
    {
        // 64 × 48 sensor values with more red than green than blue, brighter to the right, with orientation 6.
        using var picture = Preprocessors.Unresized.Decode(
            Path.Combine(ImageGoldens.Folder, "formats", "sensor.dng"), DecodeMode.Exact, Token);
        Assert.Equal((48, 64), (picture.Width, picture.Height));

        var rgb = Preprocessors.Unresized.Pixels(picture);
        double Mean(int channel, int from, int to) => rgb.Where(
            (_, i) => i % 3 == channel && i / (3 * 48) >= from && i / (3 * 48) < to).Average(v => v);
        Assert.True(Mean(0, 0, 64) > Mean(1, 0, 64) + 100, "red is not the strongest color");
        Assert.True(Mean(0, 2, 10) < Mean(0, 54, 62), "it is not brighter at the bottom");
    }

    [Fact]
    public void A_PSD_shows_its_merged_picture()
    {
        using var image = new MagickImage(
            Preprocessors.PortablePixmap(40, 30, Preprocessors.Noise(40, 30, 3)), MagickFormat.Ppm);
        using var picture = Preprocessors.Unresized.Decode(
            image.ToByteArray(MagickFormat.Psd), "layers.psd", DecodeMode.Exact, Token);
        Assert.Equal(Preprocessors.Noise(40, 30, 3), Preprocessors.Unresized.Pixels(picture));
    }

    [Fact]
    public void A_shortest_edge_without_a_crop_leaves_the_size_to_the_picture()
    {
        var preprocessor = Preprocessors.With("""{"size": {"shortest_edge": 10}, "do_center_crop": false}""");
        Assert.Equal((0, 0), (preprocessor.Width, preprocessor.Height));
        Assert.Equal((33, 10), preprocessor.OutputSize(100, 30));
        Assert.Equal((10, 33), preprocessor.OutputSize(30, 100));
        Assert.Throws<ClipException>(() => preprocessor.OutputSize(1, 100_000_000));
    }
}
