using System.Globalization;
using System.Text.RegularExpressions;

namespace Clip.Tests.Cli;

/// <summary>Searches that know when nothing fits, learn from answers, and vary them, on the real gallery.</summary>
public sealed class RefinedSearchTests(IndexedGallery gallery)
{
    [Fact]
    public async Task A_cutoff_keeps_what_fits_and_says_when_nothing_does()
    {
        var folder = await gallery.Folder;

        var fits = (await ClipSearch.RunAsync(
            "search", "two macaw parrots", "--in", folder, "--no-index", "--cutoff", "0.1", "--json")).Ended(0);
        var nothing = (await ClipSearch.RunAsync(
            "search", "a surgeon and nurses in an operating room", "--in", folder, "--no-index", "--cutoff",
            "0.02")).Ended(1);
        var similar = (await ClipSearch.RunAsync(
            "similar", Path.Combine(folder, "photos", "kodak-23.jpg"), "--in", folder, "--no-index", "--cutoff", "1",
            "--json")).Ended(0);

        Assert.EndsWith("kodak-23.jpg", fits.Paths[0]);
        Assert.All(fits.Json, line => Assert.InRange(line.GetProperty("chance").GetDouble(), 0, 0.1));
        Assert.True(fits.Json.Length < 10);
        Assert.Empty(nothing.Output);
        nothing.HasOneErrorLine("nothing here looks like that", "% of queries");
        // The way to see what came nearest shows it.
        string[] doubtful = ["search", "a dog", "--in", folder, "--no-index"];
        var refused = (await ClipSearch.RunAsync([.. doubtful, "--cutoff", "0.1"])).Ended(1);
        var refusal = Regex.Match(refused.Errors, @"as near as (?<nearest>\S+) \(.*--cutoff (?<cutoff>\S+)");
        var shown = (await ClipSearch.RunAsync(
            [.. doubtful, "--cutoff", refusal.Groups["cutoff"].Value, "--paths"])).Ended(0);
        Assert.Contains(refusal.Groups["nearest"].Value, shown.Lines);
        Assert.All(similar.Json, line => Assert.InRange(line.GetProperty("chance").GetDouble(), 0, 1));
    }

    [Fact]
    public async Task Each_line_of_a_file_is_a_query_and_each_term_has_its_share()
    {
        var folder = await gallery.Folder;
        using var files = new TestFolder();
        var photo = Path.Combine(folder, "photos", "kodak-23.jpg");
        File.WriteAllLines(files.At("queries.txt"), ["two macaw parrots", "", "a rocket", photo]);

        var answer = (await ClipSearch.RunAsync(
            "search", "--queries", files.At("queries.txt"), "--in", folder, "--no-index", "-n", "2", "--explain",
            "--json")).Ended(0);
        var mixed = (await ClipSearch.RunAsync(
            "search", "a boat", "--image", photo, "--in", folder, "--no-index",
            "-n", "3", "--explain", "--balance", "--json")).Ended(0);

        Assert.Equal(
            ["two macaw parrots", "two macaw parrots", "a rocket", "a rocket", photo, photo],
            answer.Json.Select(line => line.GetProperty("query").GetString()));
        Assert.Equal("image", answer.Json[^1].GetProperty("explain")[0].GetProperty("kind").GetString());
        Assert.All(mixed.Json, line =>
        {
            var terms = line.GetProperty("explain").EnumerateArray().ToList();
            Assert.Equal(["text", "image"], terms.Select(term => term.GetProperty("kind").GetString()));
            Assert.Equal(
                line.GetProperty("score").GetDouble(), terms.Sum(term => term.GetProperty("share").GetDouble()), 1e-4);
            Assert.Equal(2, terms.Sum(term => term.GetProperty("factor").GetDouble()), 1e-6); // their mean is 1
        });
        (await ClipSearch.RunAsync("search", "x", "--queries", files.At("queries.txt"))).IsError("--queries");
        (await ClipSearch.RunAsync("search", "--queries", files.At("none.txt"))).IsError("does not exist");
    }

    [Fact]
    public async Task Liked_pictures_move_a_query_and_diverse_answers_differ()
    {
        var folder = await gallery.Folder;
        string Photo(string name) => Path.Combine(folder, "photos", name);
        string[] boats =
            ["search", "a boat", "--in", folder, "--no-index", "--json", "--rank", "embedding", "-n", "20"];

        var plain = (await ClipSearch.RunAsync(boats)).Ended(0);
        var liked = (await ClipSearch.RunAsync(
            [.. boats, "--like", Photo("kodak-14.jpg"), "--unlike", Photo("kodak-06.jpg")])).Ended(0);
        var diverse = (await ClipSearch.RunAsync([.. boats, "--diverse"])).Ended(0);
        var same = (await ClipSearch.RunAsync([.. boats, "--diversity", "0"])).Ended(0);

        int Rank(Answer answer, string name) => Array.FindIndex(
            answer.Paths, path => path.EndsWith(name, StringComparison.Ordinal));
        Assert.True((uint)Rank(liked, "kodak-14.jpg") <= (uint)Rank(plain, "kodak-14.jpg"));
        Assert.True((uint)Rank(liked, "kodak-06.jpg") >= (uint)Rank(plain, "kodak-06.jpg"));
        Assert.Equal(plain.Paths[0], diverse.Paths[0]);
        Assert.NotEqual(plain.Paths, diverse.Paths);
        Assert.Equal(plain.Paths, same.Paths);
        Assert.Equal(Enumerable.Range(1, 20), diverse.Json.Select(line => line.GetProperty("rank").GetInt32()));
    }

    [Fact]
    public async Task An_axis_orders_the_results_by_the_positions_that_axis_gives()
    {
        var folder = await gallery.Folder;
        string[] place = ["--in", folder, "--no-index", "--json"];

        var along = (await ClipSearch.RunAsync(
            ["search", "a house", "-n", "20", "--axis", "day..night", .. place])).Ended(0);
        var plain = (await ClipSearch.RunAsync(["search", "a house", "-n", "20", .. place])).Ended(0);
        var axis = (await ClipSearch.RunAsync(["axis", "day..night", .. place])).Ended(0);
        var alone = (await ClipSearch.RunAsync(["search", "--axis", "day..night", "-n", "7", .. place])).Ended(0);
        var rows = (await ClipSearch.RunAsync(
            "similar", Path.Combine(folder, "photos", "kodak-23.jpg"), "--axis", "day..night", "--in", folder,
            "--no-index", "--format", "{position:.2f} {rank}")).Ended(0);

        var positions = axis.Json.ToDictionary(
            static line => line.GetProperty("path").GetString()!,
            static line => line.GetProperty("position").GetDouble());
        Assert.Equal(plain.Paths.Order(), along.Paths.Order());
        Assert.Equal(
            plain.Paths, along.Json.OrderBy(static line => line.GetProperty("rank").GetInt32())
                .Select(static line => line.GetProperty("path").GetString()));
        Assert.Equal(along.Paths, along.Paths.OrderBy(path => positions[path]));
        Assert.All(along.Json, line => Assert.Equal(
            positions[line.GetProperty("path").GetString()!], line.GetProperty("position").GetDouble(), 1e-4));
        Assert.Equal(axis.Paths[..7], alone.Paths);
        var shown = rows.Lines.Select(static row => double.Parse(row.Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(shown.Order(), shown);
        (await ClipSearch.RunAsync(["search", "x", "--like", "nowhere.jpg", .. place]))
            .IsError("nowhere.jpg", "no such file");
        (await ClipSearch.RunAsync("search", "--axis", "day")).IsError("--axis", "day", "both sides");
        (await ClipSearch.RunAsync("search", "x", "--axis", "a..b", "--sort", "date")).IsError("--axis", "--sort");
        (await ClipSearch.RunAsync("search", "--axis", "a..b", "--rank", "words")).IsError("--rank words", "query");
    }

    [Theory]
    [InlineData("--cutoff", "0")]
    [InlineData("--cutoff", "2")]
    [InlineData("--diversity", "-1")]
    public async Task Shares_lie_between_nothing_and_one(string option, string value) =>
        (await ClipSearch.RunAsync("search", "a dog", option, value)).IsError(option, value);
}
