using Clip.Hub;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Hub;

/// <summary>
/// The cache is shared with Python's huggingface_hub: each uses what the other has downloaded. Runs where a Python with
/// that package is found: the one that CLIPSEARCH_TEST_PYTHON names, else python3.
/// </summary>
public class PythonInterchangeTests : HubTest
{
    private const string Pull = """
        import sys
        from huggingface_hub import snapshot_download
        print(snapshot_download("owner/tiny-clip", ignore_patterns=["*.bin", "*.safetensors", "*.msgpack", "*fp16*"]))
        """;

    private const string Use = """
        import os, sys
        os.environ["HF_HUB_OFFLINE"] = "1"
        from huggingface_hub import hf_hub_download, snapshot_download, scan_cache_dir, try_to_load_from_cache
        print(hf_hub_download("owner/tiny-clip", "onnx/vision_model.onnx"))
        patterns = ["onnx/text_model.onnx*", "onnx/vision_model.onnx", "config.json", "tokenizer.json"]
        print(snapshot_download("owner/tiny-clip", allow_patterns=patterns))
        info = scan_cache_dir()
        print(len(info.repos), len(info.warnings), [(r.repo_id, sorted(r.refs), r.nb_files) for r in info.repos])
        """;

    [Fact]
    public async Task Python_uses_a_pulled_model_without_a_connection()
    {
        AddGolden("clip-split");
        var folder = await PullAsync();
        Hub.Requests.Clear();

        var answer = (await PythonAsync(Use)).StandardOutput.TrimEnd().Split('\n');

        Assert.Equal(Path.Combine(folder, "onnx", "vision_model.onnx"), answer[0]);
        Assert.Equal(folder, answer[1]);
        Assert.Equal($"1 0 [('owner/tiny-clip', ['main'], {Cache.Of(Model)[0].Files.Count})]", answer[2]);
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task Python_does_not_download_a_pulled_model_again()
    {
        AddGolden("clip-split");
        var folder = await PullAsync();
        Hub.Requests.Clear();

        var answer = await PythonAsync(Pull);

        Assert.Equal(folder, answer.StandardOutput.Trim());
        Assert.DoesNotContain(Hub.RequestsFor(".onnx"), request => request.Method == "GET");
    }

    [Fact]
    public async Task A_model_downloaded_by_Python_is_used_and_not_downloaded_again()
    {
        using var network = new LocalHub();
        network.Add(AddGolden("clip-split"));
        Hub.ContentNetwork = network;
        var folder = (await PythonAsync(Pull)).StandardOutput.Trim();
        Hub.Requests.Clear();
        network.Requests.Clear();

        Assert.Equal(folder, Cache.Find(Model));
        Assert.Equal(folder, Cache.Locate(Name));
        using (var model = ClipModel.Load(folder))
            Assert.NotEmpty(model.Text.Encode("a dog", Token));
        Assert.All(await CheckAsync(), file => Assert.Null(file.Problem));

        Assert.Equal(folder, await PullAsync());
        Assert.DoesNotContain(Hub.Requests, request => request.Path.Contains("/resolve/"));
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task A_partial_download_by_Python_is_completed()
    {
        AddGolden("clip-split");
        await PythonAsync(Pull.Replace("\"*.bin\"", "\"*.bin\", \"onnx/vision*\"", StringComparison.Ordinal));
        Assert.Null(Cache.Find(Model));
        Hub.Requests.Clear();

        await PullAsync();

        Assert.NotNull(Cache.Find(Model));
        Assert.Equal(
            ["/owner/tiny-clip/resolve/0123456789abcdef0123456789abcdef01234567/onnx/vision_model.onnx"],
            Hub.Requests.Where(request => request.Path.Contains("/resolve/")).Select(request => request.Path));
    }

    [Fact]
    public async Task Each_program_waits_for_the_lock_of_the_other()
    {
        var lockFile = Path.Combine(CacheFolder, ".locks", "models--owner--tiny-clip", "abc.lock");
        const string Script = """
            import sys
            from huggingface_hub.utils import WeakFileLock
            from filelock import Timeout
            try:
                with WeakFileLock(sys.argv[1], timeout=0.2):
                    print("taken")
            except Timeout:
                print("held")
            """;
        using (await CacheLock.TakeAsync(lockFile, TimeProvider.System, Token))
            Assert.Equal("held", (await PythonAsync(Script, lockFile)).StandardOutput.Trim());
        Assert.Equal("taken", (await PythonAsync(Script, lockFile)).StandardOutput.Trim());

        // And the other way round: Python holds it until its standard input ends.
        const string Hold = """
            import sys
            from huggingface_hub.utils import WeakFileLock
            with WeakFileLock(sys.argv[1]):
                print("taken", flush=True)
                sys.stdin.read()
            """;
        var isTaken = new TaskCompletionSource();
        var isTried = new TaskCompletionSource();
        var input = PipeSource.Create(async (_, cancellation) => await isTried.Task.WaitAsync(cancellation));
        var output = PipeTarget.ToDelegate(_ => isTaken.TrySetResult());
        var python = (Python(Hold, lockFile).WithStandardInputPipe(input) | output).ExecuteAsync(Token);
        await isTaken.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Time.Meanwhile = () => isTried.TrySetResult(); // the lock was held when we asked for it
        using (await CacheLock.TakeAsync(lockFile, Time, Token))
            Assert.NotEmpty(Time.Pauses);
        await python;
    }

    private async Task<List<FileCheck>> CheckAsync()
    {
        List<FileCheck> found = [];
        await foreach (var file in Cache.VerifyAsync(Assert.Single(Cache.Of(Model)), cancellationToken: Token))
            found.Add(file);
        return found;
    }

    private async Task<BufferedCommandResult> PythonAsync(string script, params string[] arguments)
    {
        var result = await Python(script, arguments).ExecuteBufferedAsync(Token);
        Assert.SkipWhen(
            result.ExitCode == 42, "There is no Python with huggingface_hub 1.x; name one in CLIPSEARCH_TEST_PYTHON.");
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result;
    }

    private Command Python(string script, params string[] arguments)
    {
        var python = Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_PYTHON") ?? FindOnPath("python3");
        Assert.SkipWhen(
            python is null, "There is no Python; name one with huggingface_hub 1.x in CLIPSEARCH_TEST_PYTHON.");
        const string Check = """
            try:
                import huggingface_hub
                found = int(huggingface_hub.__version__.split(".")[0]) >= 1
            except ImportError:
                found = False
            if not found:
                raise SystemExit(42)

            """;
        return CliWrap.Cli.Wrap(python!)
            .WithArguments(["-c", Check + script, .. arguments])
            .WithEnvironmentVariables(new Dictionary<string, string?>
            {
                ["HF_ENDPOINT"] = Hub.Endpoint.AbsoluteUri.TrimEnd('/'),
                ["HF_HUB_CACHE"] = CacheFolder,
                ["HF_HOME"] = Path.GetDirectoryName(CacheFolder),
                ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1",
                ["HF_HUB_DISABLE_TELEMETRY"] = "1",
                ["HF_TOKEN"] = null,
                ["HF_HUB_OFFLINE"] = null,
            })
            .WithValidation(CommandResultValidation.None);
    }

    private static string? FindOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
