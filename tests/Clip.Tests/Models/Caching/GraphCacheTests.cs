using Clip.Models.Caching;

namespace Clip.Tests.Models.Caching;

public class GraphCacheTests
{
    [Fact]
    public void A_second_process_gets_the_same_embedding_from_the_cache()
    {
        using var folder = new TestFolder();
        var first = Encode(folder.At("cache"));
        var saved = File.GetLastWriteTimeUtc(Graph(folder));

        var second = Encode(folder.At("cache"));

        Assert.Equal(saved, File.GetLastWriteTimeUtc(Graph(folder)));
        AssertSame(first, second);
        AssertSame(Encode(null), second);
    }

    [Fact]
    public void Packed_weights_are_saved_only_where_both_towers_have_room_for_them()
    {
        using var folder = new TestFolder();
        var model = EmbeddedModel.Folder;
        var bytes = new FileInfo(Path.Combine(model, "onnx", "text_model.onnx")).Length;

        var packed = Encode(folder.At("large"), model, limit: 8 * bytes);
        var plain = Encode(folder.At("small"), model, limit: 8 * bytes - 1);

        AssertSame(plain, packed);
        AssertSame(packed, Encode(folder.At("large"), model)); // by a session that maps them
        Assert.InRange(Saved("large") / (double)Saved("small"), 1.2, 2.1);

        long Saved(string cache) => GraphCacheContent.Of(folder.At(cache)).Bytes;
    }

    [Theory]
    [InlineData(CachedGraph.GraphName)]
    [InlineData(CachedGraph.WeightsName)]
    [InlineData("seal")]
    public void One_flipped_bit_anywhere_rebuilds_the_cache(string file)
    {
        using var folder = new TestFolder();
        var expected = Encode(folder.At("cache"));
        var path = Path.Combine(Path.GetDirectoryName(Graph(folder))!, file);
        var good = File.ReadAllBytes(path);
        var bad = (byte[])good.Clone();
        bad[bad.Length / 2] ^= 4;
        File.WriteAllBytes(path, bad);

        AssertSame(expected, Encode(folder.At("cache")));
        Assert.Equal(good.Length, File.ReadAllBytes(path).Length);
        Assert.True(CachedGraph.Open(Path.GetDirectoryName(path)!)!.Verify());
    }

    [Fact]
    public void A_truncated_cache_is_rebuilt()
    {
        using var folder = new TestFolder();
        var expected = Encode(folder.At("cache"));
        var weights = Path.Combine(Path.GetDirectoryName(Graph(folder))!, CachedGraph.WeightsName);
        var length = new FileInfo(weights).Length;
        using (var file = File.OpenWrite(weights))
            file.SetLength(length / 3);

        AssertSame(expected, Encode(folder.At("cache")));
        Assert.Equal(length, new FileInfo(weights).Length);
    }

    [Fact]
    public void A_cache_that_others_may_write_to_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no group and other permissions");
        if (OperatingSystem.IsWindows())
            return; // the analyzer does not know SkipWhen
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.At("cache"));
        File.SetUnixFileMode(folder.At("cache"), (UnixFileMode)0b111_111_111);

        Assert.NotEmpty(Encode(folder.At("cache")));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.At("cache")));
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_not_used_as_cache()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("file"), "in the way");

        Assert.NotEmpty(Encode(Path.Combine(folder.At("file"), "cache")));
    }

    [Fact]
    public void The_key_depends_on_graph_output_and_runtime()
    {
        string[] names =
        [
            GraphCacheKey.Of("a", "text_embeds", "1.31.1").Name,
            GraphCacheKey.Of("b", "text_embeds", "1.31.1").Name,
            GraphCacheKey.Of("a", "image_embeds", "1.31.1").Name,
            GraphCacheKey.Of("a", "text_embeds", "1.32.0").Name,
        ];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(names[0], GraphCacheKey.Of("a", "text_embeds", "1.31.1").Name);
    }

    [Fact]
    public void Clearing_deletes_all_graphs_and_nothing_else()
    {
        using var folder = new TestFolder();
        Encode(folder.At("cache"));
        Directory.CreateDirectory(folder.At("cache", new string('a', 32) + GraphCache.Unfinished + "1-1"));
        File.WriteAllText(folder.At("cache", "holiday", "beach.txt"), "not ours");
        var content = GraphCacheContent.Of(folder.At("cache"));
        Assert.Equal(1, content.Graphs);
        Assert.True(content.Bytes > 1_000_000);

        Assert.Equal(content with { Graphs = 0, Bytes = 0 }, content.Clear());

        Assert.Equal([folder.At("cache", "holiday")], Directory.GetFileSystemEntries(folder.At("cache")));
        Assert.True(File.Exists(folder.At("cache", "holiday", "beach.txt")));
    }

    [Fact]
    public void A_cache_that_does_not_exist_is_empty()
    {
        using var folder = new TestFolder();

        var content = GraphCacheContent.Of(folder.At("cache"));

        Assert.Equal((0, 0L), (content.Graphs, content.Bytes));
        Assert.Equal(content, content.Clear());
        Assert.False(Directory.Exists(folder.At("cache")));
    }

    [Fact]
    public void Many_processes_at_once_leave_one_complete_entry()
    {
        using var folder = new TestFolder();
        var expected = Encode(null);

        Parallel.For(0, 4, _ => AssertSame(expected, Encode(folder.At("cache"))));

        var entry = Assert.Single(Directory.GetDirectories(folder.At("cache")));
        Assert.True(CachedGraph.Open(entry)!.Verify());
    }

    private static float[] Encode(
        string? cache, string? folder = null, long limit = GraphCacheContent.DefaultLimit)
    {
        var options = new ClipModelOptions { CacheFolder = cache, CacheLimit = limit, FastStart = true };
        using var model = ClipModel.Load(folder ?? GoldenModels.Folder("clip-split"), options);
        return model.Text.Encode("two dogs playing in the snow", TestContext.Current.CancellationToken);
    }

    private static string Graph(TestFolder folder) =>
        Directory.GetFiles(folder.At("cache"), CachedGraph.GraphName, SearchOption.AllDirectories).Single();

    private static void AssertSame(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 5);
    }
}
