using System.Text.Json;

namespace Clip.Tests.Cli;

/// <summary>What is done with results: copies, links, commands.</summary>
public sealed class ActionTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Results_are_copied_once_and_nothing_is_overwritten()
    {
        using var folder = new TestFolder();
        string[] search = ["search", "a dog", "--in", await gallery.Folder, "--no-index", "-n", "3"];
        var best = (await ClipSearch.RunAsync([.. search, "--json", "--copy-to", folder.At("new", "dogs")])).Ended(0);
        var first = Path.GetFileName(best.Paths[0]);
        Assert.Equal(
            best.Paths.Select(Path.GetFileName).Order(StringComparer.Ordinal), Names(folder.At("new", "dogs")));
        Assert.Equal(
            Path.Combine(folder.Path, "new", "dogs", first), best.Json[0].GetProperty("to").GetString());
        await File.WriteAllTextAsync(
            folder.At("new", "dogs", first), "mine", TestContext.Current.CancellationToken);

        var again = (await ClipSearch.RunAsync([.. search, "--copy-to", folder.At("new", "dogs")])).Ended(0);

        again.HasOneErrorLine("1 copied", "2 there already");
        Assert.Equal("mine", await File.ReadAllTextAsync(
            folder.At("new", "dogs", first), TestContext.Current.CancellationToken));
        Assert.Equal(4, Names(folder.At("new", "dogs")).Length);
    }

    [Fact]
    public async Task Links_are_made_unless_the_run_is_dry()
    {
        using var folder = new TestFolder();
        string[] similar =
        [
            "similar", Path.Combine(await gallery.Folder, "photos", "kodak-01.jpg"), "--in", await gallery.Folder,
            "--no-index", "-n", "2", "--link-to", folder.At("links", "x")[..^2],
        ];

        (await ClipSearch.RunAsync([.. similar, "--dry-run"])).Ended(0).HasOneErrorLine("2 would be linked");
        Assert.Empty(Names(folder.At("links", "x")[..^2]));
        (await ClipSearch.RunAsync(similar)).Ended(0).HasOneErrorLine("2 linked");

        var links = Directory.GetFiles(folder.At("links", "x")[..^2]);
        Assert.Equal(2, links.Length);
        Assert.All(links, static link => Assert.True(File.Exists(File.ResolveLinkTarget(link, false)!.FullName)));
    }

    [Fact]
    public async Task Commands_are_run_for_each_result_and_for_all()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "echo is a command of the shell there");
        string[] list = ["search", "--in", await gallery.Folder, "--no-index", "--glob", "kodak-0*", "-n", "3"];

        var each = (await ClipSearch.RunAsync([.. list, "-x", "echo", "{rank}:{/.}", "--json"])).Ended(0);
        var batch = (await ClipSearch.RunAsync([.. list, "-X", "echo", "<{/}>"])).Ended(0);

        Assert.Equal(3, each.Lines.Length);
        Assert.All(each.Lines.Index(), static line => Assert.Matches($"^{line.Index + 1}:kodak-0. --json$", line.Item));
        Assert.Equal(
            each.Lines.Select(static line => $"<{line[2..10]}.jpg>"), Assert.Single(batch.Lines).Split(' '));
    }

    [Fact]
    public async Task A_command_that_fails_is_an_error_and_one_without_results_is_not_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "false is no program there");
        string[] list = ["search", "--in", await gallery.Folder, "--no-index", "-n", "2", "--glob"];

        var failed = (await ClipSearch.RunAsync([.. list, "kodak-0*", "--exec", "false", "{/}"])).Ended(2);
        (await ClipSearch.RunAsync([.. list, "none*", "--exec", "no-such-program"])).Ended(1);
        (await ClipSearch.RunAsync([.. list, "kodak-0*", "-X", "no-such-program"])).IsError("no-such-program", "PATH");

        Assert.Equal(2, failed.ErrorLines.Length);
        Assert.All(failed.ErrorLines, static line => Assert.Contains("ended with exit code 1", line));
    }

    [Theory]
    [InlineData("--exec", "--json", "--exec", "echo")]
    [InlineData("--exec-batch", "--paths", "-X", "echo")]
    [InlineData("--link-to", "--link-to", "a", "--copy-to", "b")]
    [InlineData("--dry-run", "--dry-run")]
    [InlineData("--exec", "--exec")]
    [InlineData("--copy-to", "--copy-to", "")]
    public async Task What_does_not_go_together_is_refused(string named, params string[] options) =>
        (await ClipSearch.RunAsync(["search", "a dog", "--in", await gallery.Folder, .. options])).IsError(named);

    [Fact]
    public async Task Time_tells_where_the_milliseconds_went()
    {
        string[] search = ["search", "a dog", "--in", await gallery.Folder, "-n", "1", "--time"];

        var text = (await ClipSearch.RunAsync(search)).Ended(0);
        var json = (await ClipSearch.RunAsync([.. search, "--json"])).Ended(0);

        text.HasOneErrorLine("time: ", "startup ", "model ", "index ", "encoding ", "scan ", "output ", "other ");
        Assert.Single(json.Json);
        var time = JsonDocument.Parse(Assert.Single(json.ErrorLines)).RootElement.GetProperty("time");
        var total = time.GetProperty("total_ms").GetDouble();
        string[] phases = ["startup", "runtime", "model", "tokenizer", "index", "encoding", "scan", "output", "other"];
        Assert.All(phases, phase => Assert.InRange(time.GetProperty(phase + "_ms").GetDouble(), 0, total));
        Assert.True(time.GetProperty("model_ms").GetDouble() > 1);
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
