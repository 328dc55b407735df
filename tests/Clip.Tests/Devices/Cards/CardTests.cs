using System.Diagnostics;
using System.Globalization;
using Clip.Tests.Models;

namespace Clip.Tests.Devices.Cards;

/// <summary>
/// A real graphics card computes what the processor computes, for several threads, while it is disposed, and again and
/// again. <c>CLIP_STRESS_ROUNDS=200</c> makes the last one long.
/// </summary>
public class CardTests
{
    private const double Required = 0.9999;
    private const int WarmUpRounds = 5;

    private static readonly string[] Pictures = [.. new[] { "photos", "drawings" }.SelectMany(static folder =>
        Directory.GetFiles(Path.Combine(EmbeddedModel.Gallery, folder)).Order(StringComparer.Ordinal))];

    private static readonly string[] Texts = [.. Enumerable.Range(0, 100).Select(static i =>
        string.Join(' ', Enumerable.Repeat("a photo of a dog", 1 + i % 4)) + $" and {i} cats")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("clip-mini")]
    [InlineData("clip-split")]
    public async Task All_pictures_and_texts_have_the_embeddings_of_the_processor(string name)
    {
        using var model = TestedDevice.Load(Folder(name));
        using var exact = TestedDevice.LoadExact(Folder(name));

        Agree(exact.Text.Encode(Texts, cancellationToken: Stop), model.Text.Encode(Texts, cancellationToken: Stop));
        Agree(await EncodeAllAsync(exact), await EncodeAllAsync(model));
        Assert.All(model.Devices, static tower => Assert.Equal(TestedDevice.Require(), tower.Device));
    }

    [Fact]
    public async Task Auto_moves_both_towers_to_the_card()
    {
        TestedDevice.Require();
        using var model = ClipModel.Load(EmbeddedModel.Folder);

        model.Text.Encode(Texts, cancellationToken: Stop);
        await EncodeAllAsync(model);

        Assert.All(model.Devices, static tower => Assert.Equal(TestedDevice.Require(), tower.Device));
    }

    [Fact]
    public void Batches_of_one_shape_share_one_buffer_which_CUDA_pins()
    {
        using var model = TestedDevice.Load(EmbeddedModel.Folder);
        for (var i = 0; i < 5; i++)
            model.Image.Encode(Pictures[i], Stop);

        var use = Assert.Single(model.Devices).Buffers!;

        Assert.Equal((1, 5L), (use.Made, use.Batches));
        Assert.Equal(TestedDevice.Require() == ClipDevice.Cuda, use.IsPinned);
    }

    [Fact]
    public void Threads_that_share_two_models_get_the_same_embeddings_as_one()
    {
        using var first = TestedDevice.Load(EmbeddedModel.Folder);
        using var second = TestedDevice.Load(GoldenModels.Folder("clip-split"));
        ClipModel[] models = [first, second];
        var texts = models.Select(static model => Texts[..40].Select(text => model.Text.Encode(text, Stop)).ToArray())
            .ToArray();
        var pictures = models.Select(static model => model.Image.Encode(Pictures[0], Stop)).ToArray();

        Parallel.For(0, 8, thread =>
        {
            var which = thread % 2;
            for (var i = 0; i < 40; i++)
            {
                Agree([texts[which][i]], [models[which].Text.Encode(Texts[i], Stop)]);
                if (i % 8 == 0)
                    Agree([pictures[which]], [models[which].Image.Encode(Pictures[0], Stop)]);
            }
        });
    }

    [Fact]
    public void Disposing_a_model_that_threads_encode_with_ends_in_ObjectDisposedException()
    {
        for (var round = 0; round < 10; round++)
        {
            var model = TestedDevice.Load(EmbeddedModel.Folder);
            var done = 0;
            List<Exception> ends = [];
            var threads = Enumerable.Range(0, 4).Select(thread => new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        if (thread % 2 == 0)
                            model.Text.Encode(Texts);
                        else
                            model.Image.Encode(Pictures[thread]);
                        Interlocked.Increment(ref done);
                    }
                }
                catch (Exception error)
                {
                    lock (ends)
                        ends.Add(error);
                }
            })).ToList();
            threads.ForEach(static thread => thread.Start());
            SpinWait.SpinUntil(() => Volatile.Read(ref done) > 8, TimeSpan.FromMinutes(1));

            model.Dispose();

            threads.ForEach(static thread => Assert.True(thread.Join(TimeSpan.FromMinutes(1)), "a thread waits"));
            Assert.All(ends, static error => Assert.IsType<ObjectDisposedException>(error));
            Assert.Equal(4, ends.Count);
        }
    }

    [Fact]
    public void A_cancelled_batch_leaves_the_card_usable()
    {
        using var model = TestedDevice.Load(EmbeddedModel.Folder);
        var expected = model.Text.Encode(Texts[0], Stop);
        for (var i = 0; i < 20; i++)
        {
            using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(i));
            try
            {
                while (true)
                    model.Text.Encode(Texts, cancellationToken: cancelled.Token);
            }
            catch (OperationCanceledException)
            {
                Agree([expected], [model.Text.Encode(Texts[0], Stop)]);
            }
        }
    }

    [Fact]
    public void Rounds_of_opening_encoding_and_disposing_leave_no_memory_on_the_card()
    {
        Assert.SkipWhen(
            TestedDevice.Require() != ClipDevice.Cuda, "only NVIDIA's driver tells how much memory is in use");
        var rounds = int.Parse(
            Environment.GetEnvironmentVariable("CLIP_STRESS_ROUNDS") ?? "10", CultureInfo.InvariantCulture);
        for (var i = 0; i < WarmUpRounds; i++)
            Round();
        var before = UsedMegabytes();

        for (var i = 0; i < rounds; i++)
            Round();

        // One leaked session would keep its weights and its arena, several megabytes each time.
        Assert.InRange(UsedMegabytes() - before, int.MinValue, 64);

        static void Round()
        {
            using var model = TestedDevice.Load(EmbeddedModel.Folder);
            model.Text.Encode(Texts[..4], cancellationToken: Stop);
            model.Image.Encode(Pictures[0], Stop);
        }
    }

    private static int UsedMegabytes()
    {
        using var process = Process.Start(
            new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.used", "--format=csv,noheader,nounits", "--id=0"])
            {
                RedirectStandardOutput = true,
            })!;
        return int.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
    }

    private static async Task<float[][]> EncodeAllAsync(ClipModel model)
    {
        var vectors = new float[Pictures.Length][];
        await foreach (var picture in model.Image.EncodeAsync(Pictures, cancellationToken: Stop))
            vectors[picture.Index] = picture.Embedding.ToArray();
        return vectors;
    }

    private static void Agree(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (left, right) in expected.Zip(actual))
            Assert.InRange(ClipModel.Compare(left, right).Cosine, Required, 1.0001);
    }

    private static string Folder(string name) =>
        name == "clip-mini" ? EmbeddedModel.Folder : GoldenModels.Folder(name);
}
