using System.Text.Json.Nodes;
using Clip.Tests.Hub;
using Clip.Tests.Models;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli;

/// <summary>The real program against a hub on this machine.</summary>
public sealed class ModelsTests : HubTest
{
    private readonly Dictionary<string, string?> _environment = [];

    [Fact]
    public async Task A_model_is_pulled_listed_verified_and_used_by_its_name()
    {
        var repository = AddGolden("clip-split");

        var notThere = await RunAsync("embed", "a dog", "--model", Name);
        Assert.Equal(2, notThere.ExitCode);
        Assert.Equal(
            $"clipsearch: {Name}: is not downloaded, and there is no folder of that name; "
            + $"run: clipsearch models pull {Name}\n",
            notThere.StandardError);
        Assert.Empty(Hub.Requests);

        var pulled = await RunAsync("models", "pull", Name);
        Assert.Equal(0, pulled.ExitCode);
        Assert.Equal(Path.Combine(RepositoryFolder, "snapshots", repository.Commit) + "\n", pulled.StandardOutput);
        Assert.Equal(1, pulled.StandardError.Count(letter => letter == '\n'));

        var requests = Hub.Requests.Count;
        var byName = await RunAsync("embed", "a dog", "--model", Name, "--json");
        var byFolder = await RunAsync("embed", "a dog", "--model", GoldenModels.Folder("clip-split"), "--json");
        Assert.Equal((0, byFolder.StandardOutput), (byName.ExitCode, byName.StandardOutput));
        Assert.Equal(requests, Hub.Requests.Count);

        var list = await RunAsync("models", "list", "--downloaded", "--json");
        Assert.Contains(
            Lines(list),
            line => (string?)line["name"] == Name && (string?)line["downloaded"] == "yes" && line["licence"] is null);

        var info = Assert.Single(Lines(await RunAsync("models", "info", Name, "--json")));
        Assert.Equal(repository.Commit, (string?)info["downloads"]![0]!["commit"]);
        Assert.Equal("split", (string?)info["downloads"]![0]!["layout"]);

        var verified = await RunAsync("models", "verify", Name, "--json");
        Assert.Equal(0, verified.ExitCode);
        Assert.All(Lines(verified), line => Assert.True((bool?)line["ok"]));

        var blob = Path.Combine(RepositoryFolder, "blobs", repository.ContentId("onnx/vision_model.onnx"));
        File.WriteAllBytes(blob, new byte[new FileInfo(blob).Length]);
        var damaged = await RunAsync("models", "verify", Name);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains($"onnx/vision_model.onnx: has the wrong content", damaged.StandardError);
        Assert.Contains($"clipsearch models pull {Name} --check", damaged.StandardError);
        Assert.Equal(0, (await RunAsync("models", "pull", Name, "--check")).ExitCode);
        Assert.Equal(0, (await RunAsync("models", "verify", Name)).ExitCode);
    }

    [Fact]
    public async Task The_embedded_model_is_verified_without_a_download()
    {
        var verified = await RunAsync("models", "verify", "clip-mini", "--json");

        Assert.Equal((0, ""), (verified.ExitCode, verified.StandardError));
        var files = Lines(verified).ToDictionary(line => (string)line["path"]!, line => (bool)line["ok"]!);
        Assert.Subset(
            files.Keys.ToHashSet(),
            new HashSet<string> { "onnx/text_model.onnx", "onnx/vision_model.onnx", "tokenizer.json", "config.json" });
        Assert.DoesNotContain(false, files.Values);
        Assert.Empty(Hub.Requests);

        using var folder = new TestFolder();
        TestFolder.Copy(EmbeddedModel.Folder, folder.At("clip-mini"));
        File.Delete(folder.At("clip-mini", "config.json"));
        File.AppendAllText(folder.At("clip-mini", "tokenizer.json"), " ");
        Assert.Equal(
            ["config.json: is missing", "tokenizer.json: differs from the file that the program was built with"],
            Clip.Cli.Installation.EmbeddedModel.Verify(folder.At("clip-mini")).Where(file => file.Problem is not null)
                .Select(file => $"{file.Path}: {file.Problem}").Order());
    }

    [Fact]
    public async Task A_model_by_its_name_is_the_variant_asked_for_or_none()
    {
        var repository = AddGolden("clip-split");
        foreach (var tower in (string[])["text", "vision"])
            repository.Files[$"onnx/{tower}_model_int8.onnx"] = repository.Files[$"onnx/{tower}_model.onnx"];
        Assert.Equal(0, (await RunAsync("models", "pull", Name, "--variant", "int8")).ExitCode);

        // The graphs name the weights beside them, whatever the graphs themselves are called.
        var any = Assert.Single(Lines(await RunAsync("inspect", "model", "--model", Name, "--json")));
        var asked = Assert.Single(
            Lines(await RunAsync("inspect", "model", "--model", Name, "--variant", "int8", "--json")));
        var plain = await RunAsync("inspect", "model", "--model", Name, "--variant", "fp32");

        Assert.Equal(("int8", "int8"), ((string?)any["variant"], (string?)asked["variant"]));
        Assert.Equal(2, plain.ExitCode);
        Assert.Contains($"run: clipsearch models pull {Name} --variant fp32", plain.StandardError);
    }

    [Fact]
    public async Task Each_tower_is_pulled_in_the_variant_asked_for()
    {
        var repository = AddGolden("clip-split");
        repository.Files["onnx/text_model_q4.onnx"] = repository.Files["onnx/text_model.onnx"];
        repository.Files["onnx/vision_model_fp16.onnx"] = repository.Files["onnx/vision_model.onnx"];
        Assert.Equal(0, (await RunAsync("models", "pull", Name, "--variant", "text=q4,image=fp16")).ExitCode);

        var any = await RunAsync("inspect", "model", "--model", Name);
        var asked = await RunAsync("inspect", "model", "--model", Name, "--variant", "text=q4,image=fp16");
        var other = await RunAsync("inspect", "model", "--model", Name, "--variant", "text=q4");

        Assert.Contains("text q4, image fp16 (there is no other)", any.StandardOutput);
        Assert.Contains("text q4, image fp16 (asked for)", asked.StandardOutput);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains($"run: clipsearch models pull {Name} --variant text=q4", other.StandardError);
    }

    [Fact]
    public async Task The_table_marks_what_is_unknown_and_what_is_restricted()
    {
        var table = await RunAsync("models", "list");
        Assert.Equal((0, ""), (table.ExitCode, table.StandardError));
        Assert.Contains("unknown", table.StandardOutput);
        Assert.Contains("CC-BY-NC-4.0 (!)", table.StandardOutput);
        Assert.Contains("(!) jina-clip-v2: non-commercial use only", table.StandardOutput);

        var lines = Lines(await RunAsync("models", "list", "--json"));
        Assert.Equal("yes", (string?)lines.Single(line => (string?)line["name"] == "clip-mini")["downloaded"]);
        Assert.Equal("no", (string?)lines.Single(line => (string?)line["name"] == "siglip-b-16")["downloaded"]);
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task A_restrictive_license_needs_a_yes()
    {
        AddGolden("clip-split").License = "cc-by-nc-4.0";

        var refused = await RunAsync("models", "pull", Name);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("cc-by-nc-4.0", refused.StandardError);
        Assert.Contains("repeat with --yes", refused.StandardError);
        Assert.Empty(Hub.RequestsFor(".onnx"));

        var accepted = await RunAsync("models", "pull", Name, "--yes", "--json");
        Assert.Equal(0, accepted.ExitCode);
        Assert.Equal("non-commercial use only", (string?)Assert.Single(Lines(accepted))["restriction"]);
    }

    [Fact]
    public async Task A_dry_run_shows_the_files_and_downloads_none()
    {
        AddGolden("clip-split");

        var lines = Lines(await RunAsync("models", "pull", Name, "--dry-run", "--json"));

        Assert.Contains(lines, line => (string?)line["path"] == "onnx/text_model.onnx_data");
        Assert.Equal((long?)lines[^1]["bytes"], lines[..^1].Sum(line => (long?)line["bytes"]));
        Assert.DoesNotContain(Hub.Requests, request => request.Path.Contains("/resolve/"));
        Assert.False(Directory.Exists(CacheFolder));
    }

    [Fact]
    public async Task The_token_and_its_file_are_used()
    {
        AddGolden("clip-split");
        Hub.WantedToken = "hf_secret";

        var refused = await RunAsync("models", "pull", Name);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("is gated", refused.StandardError);
        Assert.Contains("set HF_TOKEN", refused.StandardError);
        Assert.Equal(1, refused.StandardError.Count(letter => letter == '\n'));

        Directory.CreateDirectory(Path.GetDirectoryName(CacheFolder)!);
        var file = Path.Combine(Path.GetDirectoryName(CacheFolder)!, "token-of-mine");
        File.WriteAllText(file, "hf_secret\n");
        _environment["HF_TOKEN_PATH"] = file;
        Assert.Equal(0, (await RunAsync("models", "pull", Name)).ExitCode);
    }

    [Fact]
    public async Task Offline_a_downloaded_model_is_used_and_a_missing_one_is_an_error()
    {
        var repository = AddGolden("clip-split");
        _environment["HF_HUB_OFFLINE"] = "1";
        var refused = await RunAsync("models", "pull", Name);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("HF_HUB_OFFLINE", refused.StandardError);

        await PullAsync();
        Hub.Requests.Clear();
        var here = await RunAsync("models", "pull", Name);
        Assert.Equal(
            (0, Path.Combine(RepositoryFolder, "snapshots", repository.Commit) + "\n"),
            (here.ExitCode, here.StandardOutput));
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_used()
    {
        AddGolden("clip-split");
        _environment["HF_ENDPOINT"] = "http://hub.invalid";
        _environment["HTTP_PROXY"] = Hub.Endpoint.AbsoluteUri;
        _environment["NO_PROXY"] = "";

        Assert.Equal(0, (await RunAsync("models", "pull", Name)).ExitCode);

        Assert.All(Hub.Requests, request => Assert.StartsWith("http://hub.invalid/", request.Target));
    }

    [Fact]
    public async Task A_token_is_not_sent_over_a_plain_connection_to_another_machine()
    {
        AddGolden("clip-split");
        _environment["HF_ENDPOINT"] = "http://hub.invalid";
        _environment["HTTP_PROXY"] = Hub.Endpoint.AbsoluteUri;
        _environment["NO_PROXY"] = "";
        _environment["HF_TOKEN"] = "hf_secret";

        Assert.Equal(0, (await RunAsync("models", "pull", Name)).ExitCode);

        Assert.NotEmpty(Hub.Requests);
        Assert.All(Hub.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Theory]
    [InlineData("no-such-name")]
    [InlineData("a/b/c")]
    [InlineData("clip-mini")]
    public async Task A_name_that_cannot_be_pulled_is_one_error_line(string name)
    {
        var result = await RunAsync("models", "pull", name);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"clipsearch: {name}: ", result.StandardError);
        Assert.Equal(1, result.StandardError.Count(letter => letter == '\n'));
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task A_killed_download_leaves_nothing_that_looks_complete()
    {
        var repository = AddBytes(3_000_000);
        var isHalfSent = new TaskCompletionSource();
        Hub.Script(
            "/onnx/model.onnx",
            reply =>
                reply with { CutAfter = 1_500_000, StallsInsteadOfCutting = true, AfterCut = isHalfSent.SetResult });
        using var kill = new CancellationTokenSource();
        var running = Program("models", "pull", Name).ExecuteBufferedAsync(kill.Token);
        await isHalfSent.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Task);

        Assert.Null(Cache.Find(Model));
        Assert.False(Directory.Exists(Path.Combine(RepositoryFolder, "snapshots")));
        AssertNothingLooksComplete();

        Assert.Equal(0, (await RunAsync("models", "pull", Name)).ExitCode);
        Assert.Equal(
            repository.Files["onnx/model.onnx"],
            File.ReadAllBytes(Path.Combine(Cache.Find(Model)!, "onnx", "model.onnx")));
    }

    private static List<JsonObject> Lines(BufferedCommandResult result)
    {
        Assert.Equal((0, ""), (result.ExitCode, result.ExitCode == 0 ? "" : result.StandardError));
        return [
            .. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await Program(arguments).ExecuteBufferedAsync(Token);

    private Command Program(params string[] arguments)
    {
        Dictionary<string, string?> environment = new()
        {
            ["HF_ENDPOINT"] = Hub.Endpoint.AbsoluteUri,
            ["HF_HUB_CACHE"] = CacheFolder,
            ["HF_HOME"] = Path.GetDirectoryName(CacheFolder),
        };
        // What the machine of whoever runs the tests has set must not decide.
        foreach (var name in (string[])[
            "HF_TOKEN", "HF_TOKEN_PATH", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE",
            "CLIPSEARCH_MODEL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
            environment[name] = null;
        foreach (var (name, value) in _environment)
            environment[name] = value;
        return CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "clipsearch.dll"), .. arguments])
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None);
    }
}
