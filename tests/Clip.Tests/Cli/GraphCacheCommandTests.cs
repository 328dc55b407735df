namespace Clip.Tests.Cli;

/// <summary>What is kept between starts can be seen and cleared.</summary>
public class GraphCacheCommandTests
{
    [Fact]
    public async Task The_cache_is_filled_by_a_search_shown_and_cleared()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps caches where no variable says");
        using var folder = new TestFolder();
        var cache = folder.At("clipsearch", "graphs");

        Assert.Equal((0, 0L, 0L), Line(await RunAsync(folder, "models", "cache", "--json"), cache));
        Assert.False(Directory.Exists(cache));

        (await RunAsync(folder, "embed", "a dog")).Ended(0);
        var (graphs, bytes, _) = Line(await RunAsync(folder, "models", "cache", "--json"), cache);
        Assert.Equal(1, graphs);
        Assert.Equal(
            new DirectoryInfo(cache).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), bytes);
        var shown = Assert.Single((await RunAsync(folder, "models", "cache")).Ended(0).Lines);
        Assert.Matches(@"graphs: 1 graph, \d+\.\d MB of at most 4,295\.0 MB$", shown);

        Assert.Equal((0, 0L, bytes), Line(await RunAsync(folder, "models", "cache", "--clear", "--json"), cache));
        Assert.Empty(Directory.GetFileSystemEntries(cache));
        Assert.Matches(
            @"graphs: 0 graphs, 0\.0 kB of at most 4,295\.0 MB$",
            Assert.Single((await RunAsync(folder, "models", "cache", "--clear")).Ended(0).Lines));
    }

    [Fact]
    public async Task Doctor_shows_where_the_cache_is_and_its_size()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps caches where no variable says");
        using var folder = new TestFolder();
        var cache = folder.At("clipsearch", "graphs");
        (await RunAsync(folder, "embed", "a dog")).Ended(0);
        var (graphs, bytes, _) = Line(await RunAsync(folder, "models", "cache", "--json"), cache);

        var line = Assert.Single((await RunAsync(folder, "doctor", "--device", "cpu", "--json")).Ended(0).Json)
            .GetProperty("cache");
        var table = (await RunAsync(folder, "doctor", "--device", "cpu")).Ended(0);
        var without = (await RunAsync(folder, "doctor", "--device", "cpu", "--no-cache")).Ended(0);

        Assert.Equal(
            (cache, graphs, bytes),
            (
                line.GetProperty("folder").GetString(), line.GetProperty("graphs").GetInt32(),
                line.GetProperty("bytes").GetInt64()));
        Assert.Matches(@"\ngraph cache +\S+graphs: 1 graph, \d+\.\d MB of at most 4,295\.0 MB\n", table.Output);
        Assert.Matches(@"\ngraph cache +off\n", without.Output);
    }

    private static (int Graphs, long Bytes, long Freed) Line(Answer answer, string cache)
    {
        var line = Assert.Single(answer.Ended(0).Json);
        Assert.Equal(cache, line.GetProperty("folder").GetString());
        return (
            line.GetProperty("graphs").GetInt32(), line.GetProperty("bytes").GetInt64(),
            line.GetProperty("freed_bytes").GetInt64());
    }

    private static Task<Answer> RunAsync(TestFolder folder, params string[] arguments) =>
        ClipSearch.RunAsync(
            arguments, null, environment: new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = folder.Path });
}
