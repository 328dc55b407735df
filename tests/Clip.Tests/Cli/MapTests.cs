using System.Text.Json;
using CliWrap.Buffered;

namespace Clip.Tests.Cli;

/// <summary><c>map</c> on the real gallery.</summary>
public sealed class MapTests(IndexedGallery gallery)
{
    [Theory]
    [InlineData("pca")]
    [InlineData("tsne")]
    public async Task Positions_are_written_as_json_without_a_page(string method)
    {
        var folder = await gallery.Folder;

        var answer = (await ClipSearch.RunAsync(
            "map", "--method", method, "--in", folder, "--no-index", "--json")).Ended(0);

        Assert.Equal(100, answer.Paths.Distinct().Count());
        Assert.All(answer.Json, static line =>
        {
            Assert.Equal(["path", "x", "y"], line.EnumerateObject().Select(static property => property.Name));
            Assert.True(double.IsFinite(line.GetProperty("x").GetDouble() + line.GetProperty("y").GetDouble()));
        });
    }

    [Fact]
    public async Task Axes_made_of_words_are_those_of_axis()
    {
        var folder = await gallery.Folder;

        var map = (await ClipSearch.RunAsync(
            "map", "--x", "a drawing..a photo", "--y", "sea..clothes", "--in", folder, "--no-index", "--json"))
            .Ended(0);
        var axis = (await ClipSearch.RunAsync("axis", "sea..clothes", "--in", folder, "--no-index", "--json")).Ended(0);

        var positions = axis.Json.ToDictionary(
            static line => line.GetProperty("path").GetString()!,
            static line => line.GetProperty("position").GetDouble());
        Assert.All(map.Json, line => Assert.Equal(
            positions[line.GetProperty("path").GetString()!], line.GetProperty("y").GetDouble(), 1e-9));
    }

    [Fact]
    public async Task The_page_holds_all_pictures_and_loads_nothing()
    {
        var folder = await gallery.Folder;
        using var target = new TestFolder();
        var page = target.At("map.html");

        var answer = (await ClipSearch.RunAsync("map", page, "--method", "pca", "--in", folder, "--no-index")).Ended(0);

        answer.HasOneErrorLine("map.html", "100 pictures", "trustworthiness 0.");
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        // No address but those of the sheets of thumbnails, which are in the page.
        Assert.DoesNotContain("http:", html);
        Assert.DoesNotContain("https:", html);
        Assert.DoesNotContain("//cdn", html);
        Assert.Contains("default-src 'none'", html);
        const string begin = "id=\"data\">";
        var start = html.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var json = html[start..html.IndexOf("</script>", start, StringComparison.Ordinal)];
        using var data = JsonDocument.Parse(json);
        foreach (var column in (string[])["paths", "captions", "x", "y", "group", "dates"])
            Assert.Equal(100, data.RootElement.GetProperty(column).GetArrayLength());
        Assert.NotEqual(0, data.RootElement.GetProperty("groups").GetArrayLength());
        Assert.StartsWith("data:image/jpeg;base64,", data.RootElement.GetProperty("sheets")[0].GetString());
    }

    [Fact]
    public async Task A_browser_runs_the_page()
    {
        var browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "needs Chromium");
        var folder = await gallery.Folder;
        using var target = new TestFolder();
        var page = target.At("map.html");
        (await ClipSearch.RunAsync(
            "map", page, "--method", "pca", "--no-thumbnails", "--in", folder, "--no-index")).Ended(0);

        var shown = await CliWrap.Cli.Wrap(browser!)
            .WithArguments(
            [
                "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={target.At("profile")}", "--dump-dom",
                page,
            ])
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        // The script says how many it shows when it has drawn them.
        Assert.Contains(">100 pictures</span>", shown.StandardOutput);
    }

    [Fact]
    public async Task What_does_not_go_together_is_refused()
    {
        (await ClipSearch.RunAsync("map")).IsError("OUT.html", "missing");
        (await ClipSearch.RunAsync("map", "x.html", "--x", "day..night")).IsError("--x", "together with --y");
        (await ClipSearch.RunAsync("map", "x.html", "--x", "day", "--y", "a..b")).IsError("--x", "both sides");
    }
}
