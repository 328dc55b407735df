using System.CommandLine;
using Clip.Cli;

namespace Clip.Tests.Cli;

/// <summary>Help, misspellings, names of every kind, and what is written where.</summary>
public sealed class UsageTests(IndexedGallery gallery)
{
    public static TheoryData<string> Verbs => [.. Names(Application.BuildRoot(), "")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_with_examples_of_itself(string verb)
    {
        var answer = (await ClipSearch.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]))
            .Ended(0);

        Assert.Empty(answer.Errors);
        Assert.Contains("Usage:", answer.Output);
        Assert.Contains("Examples:", answer.Output);
        var examples = answer.Output[answer.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"clipsearch {verb}".TrimEnd(), examples);
        Assert.DoesNotContain("unexpected", answer.Output);
    }

    private static IEnumerable<string> Names(Command command, string name) =>
        [name, .. command.Subcommands.SelectMany(verb => Names(verb, $"{name} {verb.Name}".TrimStart()))];

    [Fact]
    public async Task A_misspelling_is_one_line_that_names_it()
    {
        var folder = await gallery.Folder;

        (await ClipSearch.RunAsync("serch", "a dog")).IsError("serch: no such verb", "search, caption");
        (await ClipSearch.RunAsync("inspect", "token"))
            .IsError("token: no such verb", "tokens, pixels, model", "clipsearch inspect --help");
        // An option that does not exist is no query.
        (await ClipSearch.RunAsync("search", "a dog", "--tpo", "3", "--in", folder))
            .IsError("--tpo: no such option", "clipsearch search --help");
        (await ClipSearch.RunAsync("inspect", "tokens", "-Z"))
            .IsError("-Z: no such option", "clipsearch inspect tokens --help");
        (await ClipSearch.RunAsync("search", "a dog", "--top", "many"))
            .IsError("--top: many is neither a whole number from 1 on nor all");
        (await ClipSearch.RunAsync("search", "a dog", "--top", "0"))
            .IsError("--top: 0 is neither a whole number from 1 on nor all");
        (await ClipSearch.RunAsync("search", "a dog", "--score", "best"))
            .IsError("--score: best is not one of cosine, probability, zscore");
        (await ClipSearch.RunAsync("search", "a dog", "--min-score", "x")).IsError("--min-score: x is not a number");
        (await ClipSearch.RunAsync("search", "a dog", "--in", "")).IsError("--in: is empty");
        (await ClipSearch.RunAsync("embed", "a dog", "--format", "npy", "--json"))
            .IsError("--json: does not go with --format npy");
        (await ClipSearch.RunAsync("status", "-q", "-v")).IsError("--quiet: does not go with --verbose");
        (await ClipSearch.RunAsync("similar")).IsError("similar", "clipsearch similar --help");
        var nothing = (await ClipSearch.RunAsync()).Ended(2);
        Assert.Empty(nothing.Output);
        Assert.Contains("Usage:", nothing.Errors);
    }

    [Fact]
    public async Task Options_are_accepted_anywhere_and_what_follows_two_dashes_is_a_text()
    {
        var folder = await gallery.Folder;

        var behind = (await ClipSearch.RunAsync("search", "two", "parrots", "--in", folder, "-n", "2", "--paths"))
            .Ended(0);
        var before = (await ClipSearch.RunAsync(
            "--quiet", "search", "--paths", "--in", folder, "--top=2", "two parrots")).Ended(0);
        var dashes = (await ClipSearch.RunAsync("inspect", "tokens", "--", "-5", "--help")).Ended(0);
        var at = (await ClipSearch.RunAsync("inspect", "tokens", "@home")).Ended(0);

        Assert.Equal(behind.Output, before.Output);
        Assert.Equal(2, dashes.Lines.Length);
        dashes.HasOneErrorLine("--help: is no option here but a text", "before --");
        Assert.Single(at.Lines);
    }

    [Fact]
    public async Task Colors_are_used_only_where_requested()
    {
        var folder = await gallery.Folder;
        string[] search = ["search", "parrots", "--in", folder, "--no-index", "-n", "1"];

        var piped = (await ClipSearch.RunAsync(search)).Ended(0);
        var always = (await ClipSearch.RunAsync([.. search, "--color", "always"])).Ended(0);
        var never = (await ClipSearch.RunAsync([.. search, "--color", "never"])).Ended(0);
        var asked = (await ClipSearch.RunAsync(
            [.. search, "--color", "always"], null, environment: new() { ["NO_COLOR"] = "1" })).Ended(0);

        Assert.DoesNotContain('\e', piped.Output);
        Assert.Contains('\e', always.Output);
        Assert.Equal(piped.Output, never.Output);
        // What is asked for on the command line counts more than a setting.
        Assert.Equal(always.Output, asked.Output);
    }

    [Fact]
    public async Task Names_of_every_kind_are_found_and_shown_without_harm()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows few of these names.");
        string[] names =
        [
            "with space.jpg", "new\nline.jpg", "quote\"'.jpg", "\U0001F984 pony.jpg", "-dash.jpg",
            "--help.jpg", "back\\slash.jpg",
            "\e[31mred.jpg", "é.jpg", "e\u0301.jpg", "UPPER.JPG",
            "a/very/deep/folder/with/many/levels/down/x.jpg", "tab\there.jpg", "100%.jpg",
        ];
        using var folder = new TestFolder();
        for (var i = 0; i < names.Length; i++)
            File.Copy(Pictures.Photo($"kodak-{i + 1:00}.jpg"), folder.At(names[i].Split('/')));

        var index = await ClipSearch.RunAsync(["index", "--json"], null, folder.Path);
        var zeros = (await ClipSearch.RunAsync(["search", "a house", "-0", "-n", "100"], null, folder.Path)).Ended(0);
        var json = (await ClipSearch.RunAsync(["search", "a house", "--json", "-n", "100"], null, folder.Path))
            .Ended(0);
        var rows = (await ClipSearch.RunAsync(["search", "a house", "-n", "100"], null, folder.Path)).Ended(0);
        var dash = (await ClipSearch.RunAsync(["similar", "--json", "--", "-dash.jpg"], null, folder.Path)).Ended(0);

        index.Counts(added: names.Length);
        Assert.Empty(index.Errors);
        // A leading dash would be an option of the next program.
        var shown = names.Select(name => name.StartsWith('-') ? "./" + name : name).Order().ToList();
        Assert.Equal(shown, zeros.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal(shown, json.Paths.Order());
        Assert.Equal(names.Length, rows.Lines.Length);
        Assert.DoesNotContain('\e', rows.Output);
        Assert.DoesNotContain("./-dash.jpg", dash.Paths);
        Assert.Equal(10, dash.Paths.Length);
    }

    [Fact]
    public async Task The_model_is_described()
    {
        var line = (await ClipSearch.RunAsync("inspect", "model", "--json")).Ended(0).Json.Single();

        Assert.Equal("clip-mini", line.GetProperty("name").GetString());
        Assert.Equal(384, line.GetProperty("dimension").GetInt32());
        Assert.Equal(64, line.GetProperty("max_tokens").GetInt32());
        Assert.Equal(
            "pixel_values", line.GetProperty("image").GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Matches("^[0-9a-f]{32}$", line.GetProperty("fingerprint").GetString()!);
    }
}
