using Clip.Tests.Images;
using Clip.Tests.Models;

namespace Clip.Tests.Indexing.Pipeline;

/// <summary>What an index run decodes at the same time.</summary>
public class DecodingMemoryTests
{
    private const int Pictures = 8;
    private const long Megabyte = 1_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_of_threads_limits_the_decoders()
    {
        var decoder = new CountingDecoder();
        await IndexAsync(new ClipModelOptions { Threads = 1, PictureDecoder = decoder });
        Assert.Equal(1, decoder.Most);
    }

    [Fact]
    public async Task A_budget_for_one_picture_decodes_one_at_a_time_and_a_larger_one_several()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "One core decodes one picture at a time anyway.");
        // A picture of 600 × 600 takes 2.2 MB with its file, and 1.1 MB of overhead.
        var one = new CountingDecoder();
        var tight = new MemoryBudget(4 * Megabyte);
        await IndexAsync(new ClipModelOptions { PictureDecoder = one, Memory = tight });
        Assert.Equal(1, one.Most);
        Assert.Equal(0, tight.UsedBytes);

        var several = new CountingDecoder();
        await IndexAsync(new ClipModelOptions { PictureDecoder = several, Memory = new MemoryBudget(400 * Megabyte) });
        Assert.InRange(several.Most, 2, Environment.ProcessorCount);
    }

    [Fact]
    public async Task A_picture_beyond_the_budget_fails_by_itself_and_is_read_by_a_run_with_more_memory()
    {
        using var folder = new TestFolder();
        Write(folder, "large.ppm", 900);
        Write(folder, "small.ppm", 30);
        List<ClipException> errors = [];

        var little = await RunAsync(folder, new MemoryBudget(3 * Megabyte), errors.Add);
        var more = await RunAsync(folder, new MemoryBudget(30 * Megabyte), errors.Add);

        Assert.Equal((1, 1), (little.Added, little.Failed));
        Assert.Equal((1, 0), (more.Added, more.Failed));
        var error = Assert.IsType<PictureException>(Assert.Single(errors));
        Assert.Equal(PictureFault.BeyondMemoryBudget, error.Fault);
        Assert.Matches(@"large.ppm: takes 6 MB of memory to decode, 3 MB are allowed; ", error.Message);
        Assert.InRange(error.NeededBytes, 5 * Megabyte, 7 * Megabyte);
    }

    private static async Task IndexAsync(ClipModelOptions options)
    {
        using var folder = new TestFolder();
        for (var i = 0; i < Pictures; i++)
            Write(folder, $"{i}.ppm", 600 + i);
        options.Device = ClipDevice.Cpu;
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"), options);

        var report = await new Indexer(model, IndexLocation.For(folder.At("pictures")))
            .RunAsync(cancellationToken: Token);

        Assert.Equal(Pictures, report.Added);
    }

    private static async Task<IndexReport> RunAsync(
        TestFolder folder, MemoryBudget memory, Action<ClipException> onError)
    {
        var options = new ClipModelOptions { Device = "cpu", Memory = memory };
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"), options);
        return await new Indexer(model, IndexLocation.For(folder.At("pictures")))
            .RunAsync(onError: onError, cancellationToken: Token);
    }

    private static void Write(TestFolder folder, string name, int edge) => File.WriteAllBytes(
        folder.At("pictures", name), Preprocessors.PortablePixmap(edge, edge, new byte[3 * edge * edge]));
}
