using Clip.Catalog.Reading;
using Clip.Tests.Models;

namespace Clip.Tests.Indexing.Pipeline;

public class EncodingPipelineTests
{
    // More workers than some machines have cores; the result must not depend on their number.
    private static readonly ClipModelOptions Workers = new() { Device = "cpu", Threads = 3 };

    [Fact]
    public async Task Parallel_workers_give_each_picture_its_own_vector()
    {
        using var folder = new TestFolder();
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"), Workers);
        // Enough for several batches per worker, and a last one that is not full.
        for (var seed = 0; seed < 50; seed++)
            TinyModel.Noise(folder.At("pictures", $"{seed:d2}.png"), seed, 40, 30);
        var location = IndexLocation.For(folder.At("pictures"));

        var report = await new Indexer(model, location)
            .RunAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(50, report.Added);
        using var index = EmbeddedIndex.Open(location);
        var stored = new float[model.Dimensions];
        foreach (var file in index.Files())
        {
            Assert.True(index.ReadVector(file.Entry, stored));
            var encoded = model.Image.Encode(location.Full(file.Path), TestContext.Current.CancellationToken);
            TinyModel.AssertDirection(encoded, stored);
        }
    }

    [Fact]
    public async Task A_graph_that_cannot_be_loaded_ends_the_run_with_its_error()
    {
        using var folder = new TestFolder();
        TestFolder.Copy(GoldenModels.Folder("clip-split"), folder.At("model"));
        for (var seed = 0; seed < 20; seed++)
            TinyModel.Noise(folder.At("pictures", $"{seed:d2}.png"), seed);
        using var model = ClipModel.Load(folder.At("model"), Workers);
        // Damaged after the model was loaded, so that only the workers notice.
        var graph = folder.At("model", "onnx", "vision_model.onnx");
        File.WriteAllBytes(graph, File.ReadAllBytes(graph)[..^100]);

        var indexer = new Indexer(model, IndexLocation.For(folder.At("pictures")));
        var error = await Assert.ThrowsAsync<ModelException>(
            () => indexer.RunAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(graph, error.Subject);
    }

    [Fact]
    public async Task Every_picture_that_cannot_be_read_is_reported_once()
    {
        using var folder = new TestFolder();
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"), Workers);
        for (var i = 0; i < 30; i++)
            File.WriteAllText(folder.At("pictures", $"{i}.jpg"), "no picture");
        List<ClipException> errors = [];

        var report = await new Indexer(model, IndexLocation.For(folder.At("pictures"))).RunAsync(
            onError: error =>
            {
                lock (errors)
                    errors.Add(error);
            },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(30, report.Failed);
        Assert.Equal(30, errors.OfType<PictureException>().Count());
    }
}
