namespace Clip.Tests.Cli;

/// <summary>The configuration file as users meet it.</summary>
public sealed class ConfigurationTests(IndexedGallery gallery)
{
    [Fact]
    public async Task A_file_changes_what_nobody_says_on_the_command_line_or_in_the_environment()
    {
        using var folder = new TestFolder();
        var file = folder.At("config.toml");
        await File.WriteAllTextAsync(
            file, "device = 'no-such-device'\n[search]\ntop = 2\nscore = 'zscore'\nall-copies = true\n",
            TestContext.Current.CancellationToken);
        string[] list = ["search", "--in", await gallery.Folder, "--glob", "kodak*", "--no-index", "--paths"];

        Assert.Equal(2, (await RunAsync(list)).Ended(0).Lines.Length);
        Assert.Equal(3, (await RunAsync([.. list, "--top", "3"])).Ended(0).Lines.Length);
        Assert.Equal(10, (await RunAsync([.. list, "--config", "none"])).Ended(0).Lines.Length);
        (await RunAsync(["embed", "a dog"])).IsError("no-such-device");
        (await RunAsync(["embed", "a dog"], "cpu")).Ended(0);

        Task<Answer> RunAsync(string[] words, string? device = null) => ClipSearch.RunAsync(
            words, input: null, environment: new() { ["CLIPSEARCH_CONFIG"] = file, ["CLIPSEARCH_DEVICE"] = device });
    }

    [Fact]
    public async Task Doctor_and_config_say_where_each_value_comes_from()
    {
        using var folder = new TestFolder();
        var file = folder.At("config.toml");
        await File.WriteAllTextAsync(
            file, "threads = 1\n\ncolor = 'never'\n[inspect.model]\nvariant = 'q4'\n",
            TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string?> { ["CLIPSEARCH_DEVICE"] = "cpu" };

        var doctor = (await ClipSearch.RunAsync(
            ["doctor", "--config", file, "--memory", "1GB", "--json"], null, environment: environment)).Ended(0);
        var list = (await ClipSearch.RunAsync(
            ["config", "list", "--config", file, "--json"], null, environment: environment)).Ended(0);
        var path = (await ClipSearch.RunAsync("config", "path", "--config", file)).Ended(0);

        Assert.Equal(file, doctor.Json[0].GetProperty("config").GetString());
        var origins = doctor.Json[0].GetProperty("settings").EnumerateArray().ToDictionary(
            static one => one.GetProperty("key").GetString()!,
            static one => $"{one.GetProperty("value").GetString()} {one.GetProperty("origin").GetString()}");
        Assert.Equal("cpu CLIPSEARCH_DEVICE", origins["device"]);
        Assert.Equal($"1 {file}:1", origins["threads"]);
        Assert.Equal($"never {file}:3", origins["color"]);
        Assert.Equal("1GB command line", origins["memory"]);
        Assert.Equal(" default", origins["variant"]);
        Assert.Equal(
            ["device", "lang", "threads", "color", "variant"],
            list.Json.Select(static line => line.GetProperty("key").GetString()));
        Assert.Equal("inspect model", list.Json[4].GetProperty("verb").GetString());
        Assert.Equal(file, Assert.Single(path.Lines));
    }

    [Fact]
    public async Task What_a_file_sets_goes_together_with_what_is_written_as_if_it_were_written_too()
    {
        using var folder = new TestFolder();
        var file = folder.At("config.toml");
        await File.WriteAllTextAsync(
            file,
            "quiet = true\n[search]\nstore = 'postgres://nobody@127.0.0.1:1/none'\n[index]\nwatch = true\n"
            + "[embed]\nformat = 'xml'\n[similar]\nno-own-captions = true\n[worker]\n"
            + "store = 'postgres://nobody@127.0.0.1:1/none'\n",
            TestContext.Current.CancellationToken);
        var gone = folder.At("gone");

        // What is written comes before what is set, also where both do not go together.
        (await RunAsync("search", "x", "--in", await gallery.Folder, "--no-index")).Ended(0);
        (await RunAsync("search", "x")).IsError("127.0.0.1:1");
        // Of what goes together, the file may have one half.
        (await RunAsync("index", gone, "--poll", "5")).IsError(gone);
        (await RunAsync("worker", "--once")).IsError("127.0.0.1:1");
        (await ClipSearch.RunAsync("index", gone, "--poll", "5")).IsError("--poll", "--watch");
        (await ClipSearch.RunAsync("worker", "--once")).IsError("--store", "is missing");
        (await RunAsync("status", "--in", await gallery.Folder, "--verbose")).Ended(0);
        (await RunAsync("similar", gone, "--own-captions", "--in", await gallery.Folder)).IsError(gone);
        // Values for other verbs are wrong for those that look at the file as a whole.
        (await RunAsync("config", "list")).IsError("config.toml:7", "format: xml");

        Task<Answer> RunAsync(params string[] words) => ClipSearch.RunAsync(
            words, input: null, environment: new() { ["CLIPSEARCH_CONFIG"] = file });
    }

    [Fact]
    public async Task What_is_no_readable_file_is_named_with_what_to_do_about_it()
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.At("empty.toml"), [], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.At("closed.toml"), "top = 2", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder.At("a folder"));
        string[] list = ["search", "--in", await gallery.Folder, "--glob", "kodak*", "--no-index", "--paths"];

        (await RunAsync(folder.At("a folder"))).IsError(
            $"{folder.At("a folder")}: is a folder, not a configuration file; name the file in it");
        (await RunAsync(folder.Path)).IsError($"{folder.Path}: is a folder, not a configuration file");
        (await RunAsync(folder.At("gone.toml"))).IsError(
            $"{folder.At("gone.toml")}: does not exist; correct --config or CLIPSEARCH_CONFIG");
        (await RunAsync(folder.At("gone", "config.toml"))).IsError("config.toml: does not exist");
        (await RunAsync(Path.Combine(folder.At("empty.toml"), "config.toml"))).IsError("config.toml: ");
        (await RunAsync("")).IsError("--config: is empty");
        (await RunAsync(folder.At("empty.toml"))).Ended(0);
        if (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(folder.At("closed.toml"), UnixFileMode.None);
            (await RunAsync(folder.At("closed.toml"))).IsError(
                "closed.toml: may not be read; give yourself permission to read it");
        }

        Task<Answer> RunAsync(string file) => ClipSearch.RunAsync([.. list, "--config", file]);
    }

    [Fact]
    public async Task The_user_s_file_is_found_and_a_wrong_one_stops_every_verb_but_those_that_help()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the folder is not chosen by a variable there");
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(
            folder.At("clipsearch", "config.toml"), "\ncolour = 'never'\n", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string?>
        {
            ["CLIPSEARCH_CONFIG"] = null,
            ["XDG_CONFIG_HOME"] = folder.Path,
        };

        (await ClipSearch.RunAsync(["status", "--in", await gallery.Folder], null, environment: environment))
            .IsError("config.toml:2: colour: no verb has such an option; did you mean color?");
        (await ClipSearch.RunAsync(["config", "path"], null, environment: environment)).Ended(0);
        (await ClipSearch.RunAsync(["status", "--help"], null, environment: environment)).Ended(0);
    }
}
