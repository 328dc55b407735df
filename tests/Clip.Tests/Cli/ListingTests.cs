namespace Clip.Tests.Cli;

/// <summary><c>search</c> without a query, orders of results, and why nothing is found.</summary>
public sealed class ListingTests(FilterTests.Album album) : IClassFixture<FilterTests.Album>
{
    [Theory]
    [InlineData("trees/andes.jpg boats.jpg", "--after", "2021")] // newest first
    [InlineData("boats.jpg trees/andes.jpg", "--after", "2021", "--sort", "date")]
    [InlineData("trees/andes.jpg", "--after", "2021", "-n", "1")]
    [InlineData("tree.webp plain.png boats.jpg", "--sort", "-path", "-g", "!trees", "-n", "all")]
    [InlineData("trees/andes.jpg tree.webp", "--sort=-path", "-n", "2")]
    public async Task Filters_alone_list_pictures_without_a_model(string paths, params string[] options)
    {
        string[] search = ["search", "--in", album.Path, "--no-index", "--model", "/none", "--json", .. options];
        var answer = (await ClipSearch.RunAsync(search)).Ended(0);

        Assert.Equal(paths.Split(' '), answer.Paths.Select(Relative));
        Assert.All(answer.Json, line => Assert.False(line.TryGetProperty("score", out _)));
        Assert.Equal(
            Enumerable.Range(1, answer.Json.Length), answer.Json.Select(line => line.GetProperty("rank").GetInt32()));
    }

    [Theory]
    [InlineData("0 of 4 pictures were taken from 2024-06-01 on; 3 have a date", "--after", "2024-06")]
    [InlineData("0 of 4 pictures have a camera named \"zeiss\" or \"leica\"; 2 name theirs", "--camera", "zeiss",
        "--camera", "leica")]
    [InlineData("0 of 4 pictures were taken within 10 km of the place; 2 have a place", "--near", "0,0")]
    [InlineData("0 of 4 pictures have at least 5000x4000 pixels", "--min-size", "5000x4000")]
    [InlineData("no picture is named \"*.gif\"", "-g", "*.gif")]
    [InlineData("alone, each leaves some: --after, --before 2, --glob 1", "--after", "2021", "-g", "*.webp")]
    public async Task An_empty_answer_says_which_filter_emptied_it(string reason, params string[] options)
    {
        var listed = (await ClipSearch.RunAsync(["search", "--in", album.Path, "--no-index", "--json", .. options]))
            .Ended(1);

        Assert.Empty(listed.Output);
        listed.HasOneErrorLine("nothing found", reason);
    }

    [Fact]
    public async Task A_search_says_the_same_and_sorts_its_results()
    {
        string[] search = ["search", "a boat", "--in", album.Path, "--no-index"];

        var empty = (await ClipSearch.RunAsync([.. search, "--glob", "*.gif"])).Ended(1);
        var ranked = (await ClipSearch.RunAsync([.. search, "--json", "-n", "2"])).Ended(0);
        var sorted = (await ClipSearch.RunAsync([.. search, "--json", "-n", "2", "--sort", "-score"])).Ended(0);
        var words = (await ClipSearch.RunAsync("search", "andes", "--rank", "words", "--in", album.Path)).Ended(0);

        empty.HasOneErrorLine("nothing found: no picture is named \"*.gif\"");
        Assert.Equal(ranked.Paths.Reverse(), sorted.Paths);
        Assert.Equal([2, 1], sorted.Json.Select(line => line.GetProperty("rank").GetInt32()));
        Assert.Contains("andes.jpg", Assert.Single(words.Lines));
        (await ClipSearch.RunAsync([.. search, "--sort", "color"])).IsError("--sort", "color", "date");
        (await ClipSearch.RunAsync("search", "--in", album.Path)).IsError("lacks a term");
        (await ClipSearch.RunAsync([.. search, "-n", "none"])).IsError("--top", "none", "all");
    }

    [Fact]
    public async Task Several_folders_are_searched_together()
    {
        using var other = new TestFolder();
        File.Copy(Path.Combine(album.Path, "boats.jpg"), other.At("boats.jpg"));

        using var empty = new TestFolder();
        string[] folders = ["--in", empty.Path, "--in", album.Path, "--in", other.Path];
        var answer = (await ClipSearch.RunAsync(
            ["search", "andes boats", "--json", "-n", "all", .. folders])).Ended(0);
        var list = (await ClipSearch.RunAsync(
            ["search", "--glob", "*.jpg", "--paths", "--no-index", "--all-copies", .. folders])).Ended(0);
        var similar = (await ClipSearch.RunAsync(
            "similar", other.At("boats.jpg"), "--in", other.Path, "--in", album.Path, "--paths", "-n", "1")).Ended(0);

        Assert.Equal(4, answer.Paths.Distinct().Count());
        var copied = Assert.Single(answer.Json, static line => line.TryGetProperty("copies", out _));
        Assert.Equal(other.At("boats.jpg"), Assert.Single(copied.GetProperty("copies").EnumerateArray()).GetString());
        // A folder without pictures, as one whose drive is away, costs nobody the answers of the others.
        answer.HasOneErrorLine(empty.Path, "holds no pictures");
        Assert.Contains(other.At("boats.jpg"), list.Lines);
        list.HasOneErrorLine(empty.Path, "clipsearch index");
        Assert.Equal([Path.Combine(album.Path, "boats.jpg")], similar.Lines);
        (await ClipSearch.RunAsync("search", "x", "--in", album.Path, "--in", other.Path, "--index-dir", "x"))
            .IsError("--index-dir", "--in");
    }

    private string Relative(string path) => Path.GetRelativePath(album.Path, path).Replace('\\', '/');
}
