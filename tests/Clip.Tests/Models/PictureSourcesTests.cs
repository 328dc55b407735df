using Clip.Images.Preprocessing;

namespace Clip.Tests.Models;

/// <summary>Wherever a picture comes from, its embedding is that of its file.</summary>
public class PictureSourcesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_streams_and_decoded_pictures_have_the_embedding_of_the_file()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var path = GoldenModels.Picture("rgb_33x47.png");
        var expected = model.Image.Encode(path, Token);
        var bytes = await File.ReadAllBytesAsync(path, Token);
        using var stream = new MemoryStream(bytes);
        using var again = new MemoryStream(bytes);
        using var picture = model.Image.Decode(bytes, cancellationToken: Token);

        Assert.Equal(expected, model.Image.Encode(bytes, cancellationToken: Token));
        Assert.Equal(expected, model.Image.Encode(stream, cancellationToken: Token));
        Assert.Equal(expected, await model.Image.EncodeAsync(again, cancellationToken: Token));
        Assert.Equal(expected, await model.Image.EncodeAsync(bytes.AsMemory(), cancellationToken: Token));
        Assert.Equal(expected, model.Image.Encode(picture, Token));
        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData(PixelFormat.Rgb, 0)]
    [InlineData(PixelFormat.Rgb, 5)]
    [InlineData(PixelFormat.Bgr, 1)]
    [InlineData(PixelFormat.Rgba, 0)]
    [InlineData(PixelFormat.Bgra, 12)]
    public void Pixels_have_the_embedding_of_the_file_that_holds_them(PixelFormat format, int gap)
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        const int width = 61, height = 47;
        var rgb = new byte[3 * width * height];
        new Random(7).NextBytes(rgb);
        var file = Images.Preprocessors.PortablePixmap(width, height, rgb);
        var expected = model.Image.Encode(file, cancellationToken: Token);
        var channels = format is PixelFormat.Rgb or PixelFormat.Bgr ? 3 : 4;
        var isReversed = format is PixelFormat.Bgr or PixelFormat.Bgra;
        var stride = channels * width + gap;
        var pixels = new byte[stride * (height - 1) + channels * width];
        for (var i = 0; i < width * height; i++)
        {
            var at = i / width * stride + i % width * channels;
            for (var channel = 0; channel < 3; channel++)
                pixels[at + channel] = rgb[3 * i + (isReversed ? 2 - channel : channel)];
            if (channels == 4)
                pixels[at + 3] = 255;
        }

        Assert.Equal(
            expected, model.Image.EncodePixels(pixels, width, height, format, gap == 0 ? 0 : stride, Token));
        using var picture = Picture.FromPixels(pixels, width, height, format, stride);
        Assert.Equal(expected, model.Image.Encode(picture, Token));
        Assert.Null(picture.Kind);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(4, 4, 11)]
    [InlineData(4, 4, -1)]
    [InlineData(5, 4, 0)]
    [InlineData(4, 4, 13)]
    [InlineData(int.MaxValue, int.MaxValue, 0)]
    public void Pixels_that_the_memory_does_not_hold_are_refused(int width, int height, int stride)
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var pixels = new byte[4 * 4 * 3];

        Assert.ThrowsAny<ArgumentException>(
            () => model.Image.EncodePixels(pixels, width, height, stride: stride, cancellationToken: Token));
        Assert.ThrowsAny<ArgumentException>(() => Picture.FromPixels(pixels, width, height, stride: stride));
        Assert.ThrowsAny<ArgumentException>(
            () => model.Image.EncodePixels(pixels, 1, 1, (PixelFormat)99, cancellationToken: Token));
    }

    [Fact]
    public async Task Many_files_have_their_own_embeddings_and_a_bad_one_its_own_error()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        using var folder = new TestFolder();
        List<string> paths = [];
        for (var i = 0; i < 23; i++)
        {
            paths.Add(folder.At($"{i}.ppm"));
            await File.WriteAllBytesAsync(paths[i], Images.Preprocessors.PortablePixmap(
                20 + i, 30, Images.Preprocessors.Noise(20 + i, 30, (uint)i)), Token);
        }
        await File.WriteAllTextAsync(paths[5], "no picture", Token);
        paths.Add(folder.At("missing.png"));
        var progress = new Counts();

        Dictionary<int, EncodedImage> found = [];
        await foreach (var image in model.Image.EncodeAsync(paths, progress: progress, cancellationToken: Token))
            found.Add(image.Index, image);

        Assert.Equal(paths.Count, found.Count);
        Assert.Equal(Enumerable.Range(1, paths.Count), progress.Reported);
        for (var i = 0; i < paths.Count; i++)
        {
            Assert.Equal(paths[i], found[i].Path);
            if (i is 5 or 23)
            {
                Assert.True(found[i].Embedding.IsEmpty);
                Assert.Equal(paths[i], found[i].Error!.Subject);
                continue;
            }
            Assert.Equal((20 + i, 30), (found[i].Width, found[i].Height));
            var cosine = ClipModel.Compare(model.Image.Encode(paths[i], Token), found[i].Embedding.Span).Cosine;
            Assert.InRange(cosine, 0.99999, 1);
        }
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_encoding_and_cancelling_throws()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var named = 0;
        await foreach (var image in model.Image.EncodeAsync(Endless(), cancellationToken: Token))
        {
            Assert.Null(image.Error);
            break;
        }
        var afterwards = named;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in model.Image.EncodeAsync(Endless(), cancellationToken: stop.Token))
                await stop.CancelAsync();
        });

        Assert.InRange(afterwards, 1, 5000);

        IEnumerable<string> Endless()
        {
            while (true)
            {
                named++;
                yield return GoldenModels.Picture("rgb_33x47.png");
            }
        }
    }

    [Fact]
    public async Task Disposing_the_model_ends_an_enumeration_with_that_reason()
    {
        var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var paths = Enumerable.Repeat(GoldenModels.Picture("rgb_33x47.png"), 100_000);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            await foreach (var _ in model.Image.EncodeAsync(paths, cancellationToken: Token))
                model.Dispose();
        });
    }

    [Fact]
    public void Many_texts_are_those_of_one_and_report_their_progress()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        string[] texts = [.. Enumerable.Range(0, 70).Select(static i => $"a dog {new string('x', i % 9)} {i}")];
        var progress = new Counts();

        var vectors = model.Text.Encode(texts, progress, Token);

        Assert.Equal(texts.Length, vectors.Length);
        Assert.Equal(texts.Length, progress.Reported[^1]);
        Assert.True(progress.Reported.Count > 1);
        for (var i = 0; i < texts.Length; i += 23)
            Assert.InRange(ClipModel.Compare(model.Text.Encode(texts[i], Token), vectors[i]).Cosine, 0.99999, 1);
        Assert.Empty(model.Text.Encode([], cancellationToken: Token));
    }

    [Fact]
    public async Task Warming_up_loads_the_towers_that_are_named()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));

        await model.WarmUpAsync(ClipTowers.Text, Token);
        Assert.Equal((true, false), (model.Text.IsLoaded, model.Image.IsLoaded));
        await model.WarmUpAsync(cancellationToken: Token);
        Assert.True(model.Image.IsLoaded);
    }

    [Fact]
    public void Angles_are_exact_near_0_and_180_degrees()
    {
        float[] a = [1, 0], opposite = [-1, 0];
        float[] near = [(float)Math.Cos(1e-4), (float)Math.Sin(1e-4)];
        float[] far = [-near[0], near[1]];

        Assert.Equal((1, 0, 0), Parts(ClipModel.Compare(a, a)));
        Assert.Equal((-1, 180, 2), Parts(ClipModel.Compare(a, opposite)));
        Assert.Equal(1e-4 * 180 / Math.PI, ClipModel.Compare(a, near).Angle, 1e-9);
        Assert.Equal(180 - 1e-4 * 180 / Math.PI, ClipModel.Compare(a, far).Angle, 1e-9);
        Assert.Throws<ArgumentException>(() => ClipModel.Compare(a, new float[3]));

        static (double, double, double) Parts(VectorComparison one) => (one.Cosine, one.Angle, one.Distance);
    }

    /// <summary>Keeps what was reported, in order, on the thread that reports.</summary>
    private sealed class Counts : IProgress<int>
    {
        public List<int> Reported { get; } = [];

        public void Report(int value) => Reported.Add(value);
    }
}
