using Clip.Models;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Models;

public class BatchAssemblerTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(4, 4)]
    [InlineData(5, 4, 1)]
    [InlineData(7, 4, 1, 2)]
    public void Pictures_that_do_not_fill_the_last_batch_are_shared_by_the_workers(int pictures, params int[] parts)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip", "vision_config": {}}""");
        folder.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        using var model = folder.Load(new ClipModelOptions { Device = ClipDevice.Cpu, Threads = 2 });
        using var assembler = new BatchAssembler<int>(model.Image, batchSize: 4, batches: 3);
        for (var i = 0; i < pictures; i++)
        {
            using var picture = Picture.FromPixels(Pixels(i), TinyTowers.Edge, TinyTowers.Edge);
            assembler.Add(i, picture, TestContext.Current.CancellationToken);
        }
        assembler.Complete();

        var found = assembler.Full(TestContext.Current.CancellationToken).ToList();

        Assert.Equal(2, model.Image.Workers);
        Assert.Equal(parts, found.Select(static part => part.Count));
        Assert.Equal(Enumerable.Range(0, pictures), found.SelectMany(static part => part.Pictures.ToArray()));
        foreach (var part in found)
        {
            var vectors = new float[part.Count * model.Image.Dimensions];
            Assert.Empty(model.Image.EncodeInWorker(
                part.Batch.Tensor, part.Start, part.Count, vectors, TestContext.Current.CancellationToken));
            for (var i = 0; i < part.Count; i++)
            {
                AssertDirection(
                    model.Image.EncodePixels(
                        Pixels(part.Pictures[i]), TinyTowers.Edge, TinyTowers.Edge,
                        cancellationToken: TestContext.Current.CancellationToken),
                    vectors.AsSpan(i * model.Image.Dimensions, model.Image.Dimensions));
            }
            assembler.Return(part);
        }
    }

    private static byte[] Pixels(int seed)
    {
        var pixels = new byte[3 * TinyTowers.Edge * TinyTowers.Edge];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }
}
