using Clip.Models.Caching;

namespace Clip.Tests.Models.Caching;

public class GraphCacheLimitTests
{
    // With its seal, an entry of 1,000 bytes takes a little more.
    private const int GraphBytes = 1_000;
    private const long LimitOfThree = 3_500;

    [Fact]
    public void The_graph_that_has_not_been_used_for_the_longest_time_makes_room_for_a_new_one()
    {
        using var folder = new TestFolder();
        var cache = GraphCache.Open(folder.At("cache"), LimitOfThree)!;
        foreach (var (name, days) in ((char, int)[])[('a', 3), ('b', 2), ('c', 1)])
        {
            Save(cache, name);
            Age(folder, name, days);
        }
        Assert.NotNull(cache.Find(Key('a'))); // the oldest one is used again

        Save(cache, 'd');

        Assert.Equal("acd", Names(folder));
        Save(cache, 'e');
        Assert.Equal("ade", Names(folder));
    }

    [Fact]
    public void As_many_as_necessary_go_and_the_new_one_stays()
    {
        using var folder = new TestFolder();
        var cache = GraphCache.Open(folder.At("cache"), LimitOfThree)!;
        foreach (var name in "abc")
        {
            Save(cache, name);
            Age(folder, name, days: -10); // a clock that was wrong: they seem to be newer than the next
        }

        Save(cache, 'd', 3 * GraphBytes);

        Assert.Equal("d", Names(folder));
    }

    [Fact]
    public void A_graph_that_exceeds_the_limit_alone_is_not_kept_and_drops_no_other()
    {
        using var folder = new TestFolder();
        var cache = GraphCache.Open(folder.At("cache"), LimitOfThree)!;
        Save(cache, 'a');

        Assert.Equal("result", Save(cache, 'b', 4 * GraphBytes));

        Assert.Equal("a", Names(folder));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.At("cache"))); // nor is there anything unfinished
    }

    [Fact]
    public void A_lowered_limit_takes_effect_when_a_graph_is_used()
    {
        using var folder = new TestFolder();
        var before = GraphCache.Open(folder.At("cache"))!;
        foreach (var (name, days) in ((char, int)[])[('a', 1), ('b', 3), ('c', 2)])
        {
            Save(before, name);
            Age(folder, name, days);
        }

        var after = GraphCache.Open(folder.At("cache"), 2_500)!;

        Assert.NotNull(after.Find(Key('b')));
        Assert.Equal("ab", Names(folder));
    }

    [Fact]
    public void Processes_that_save_and_use_graphs_at_the_same_time_keep_the_limit()
    {
        using var folder = new TestFolder();
        // Another object each, as in processes of their own.
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, process =>
        {
            var cache = GraphCache.Open(folder.At("cache"), LimitOfThree)!;
            for (var i = 0; i < 20; i++)
            {
                var name = "abcdef"[(process + i) % 6];
                if (cache.Find(Key(name)) is { } found)
                    found.Verify(); // dropped by another meanwhile, it is not valid, and nothing fails
                else
                    Save(cache, name);
            }
        });
        Save(GraphCache.Open(folder.At("cache"), LimitOfThree)!, '9');

        var content = GraphCacheContent.Of(folder.At("cache"));
        Assert.InRange(content.Bytes, 1, LimitOfThree);
        Assert.Equal(content.Graphs, Directory.GetFileSystemEntries(folder.At("cache")).Length);
        Assert.Contains('9', Names(folder));
    }

    [Fact]
    public void A_cache_on_a_read_only_disk_is_used_as_it_is()
    {
        using var folder = new TestFolder();
        Save(GraphCache.Open(folder.At("cache"))!, 'a');
        File.SetAttributes(folder.At("cache", Key('a').Name, "seal"), FileAttributes.ReadOnly);
        try
        {
            Assert.NotNull(GraphCache.Open(folder.At("cache"), 1)!.Find(Key('a')));
        }
        finally
        {
            File.SetAttributes(folder.At("cache", Key('a').Name, "seal"), FileAttributes.Normal);
        }
    }

    private static string Save(GraphCache cache, char name, int bytes = GraphBytes) => cache.Save(Key(name), path =>
    {
        File.WriteAllBytes(path, new byte[bytes]);
        return "result";
    });

    private static void Age(TestFolder folder, char name, int days) =>
        File.SetLastWriteTimeUtc(folder.At("cache", Key(name).Name, "seal"), DateTime.UtcNow.AddDays(-days));

    private static GraphCacheKey Key(char name) => new(new string(name, 32));

    private static string Names(TestFolder folder) => string.Concat(
        Directory.EnumerateDirectories(folder.At("cache")).Select(static path => Path.GetFileName(path)[0]).Order());
}
