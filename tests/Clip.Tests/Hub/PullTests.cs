using System.Collections.Concurrent;
using Clip.Hub;
using Clip.Tests.Models;

namespace Clip.Tests.Hub;

/// <summary>The files that a pull downloads, and their places in the cache.</summary>
public class PullTests : HubTest
{
    [Theory]
    [InlineData("clip-split", "onnx/text_model.onnx", "onnx/text_model.onnx_data", "onnx/vision_model.onnx")]
    [InlineData("clip-combined", "onnx/model.onnx")]
    [InlineData("siglip-split", "onnx/text_model.onnx", "onnx/vision_model.onnx")]
    [InlineData("bert-combined", "onnx/model.onnx")]
    [InlineData(
        "immich-gen1", "textual/model.onnx", "visual/model.onnx", "textual/tokenizer.json",
        "visual/preprocess_cfg.json")]
    [InlineData(
        "immich-gen2", "textual/model.onnx", "visual/model.onnx", "textual/tokenizer.json",
        "visual/preprocess_cfg.json")]
    public async Task A_pulled_model_has_the_embeddings_of_the_one_in_a_folder(string golden, params string[] needed)
    {
        var repository = AddGolden(golden);
        // An extra variant would be chosen before a combined model.
        if (golden.Contains("combined", StringComparison.Ordinal)
            || golden.StartsWith("immich", StringComparison.Ordinal))
        {
            repository.Files.Remove("onnx/text_model_fp16.onnx");
            repository.Files.Remove("onnx/vision_model_fp16.onnx");
        }

        var folder = await PullAsync();

        foreach (var path in needed)
            Assert.Equal(repository.Files[path], File.ReadAllBytes(Path.Combine([folder, .. path.Split('/')])));
        Assert.False(File.Exists(Path.Combine(folder, "pytorch_model.bin")));
        Assert.False(File.Exists(Path.Combine(folder, "README.md")));
        Assert.False(File.Exists(Path.Combine(folder, "onnx", "text_model_fp16.onnx")));

        using var pulled = ClipModel.Load(folder);
        using var original = ClipModel.Load(GoldenModels.Folder(golden));
        Assert.Equal(
            original.Image.Encode(GoldenModels.Picture("rgb_33x47.png"), Token),
            pulled.Image.Encode(GoldenModels.Picture("rgb_33x47.png"), Token));
        Assert.Equal(original.Fingerprint, pulled.Fingerprint);
        Assert.Equal(Name, pulled.Name);
    }

    [Fact]
    public async Task The_cache_has_the_layout_of_huggingface_hub()
    {
        var repository = AddGolden("clip-split");

        var folder = await PullAsync();

        Assert.Equal(Path.Combine(RepositoryFolder, "snapshots", repository.Commit), folder);
        Assert.Equal(repository.Commit, File.ReadAllText(Path.Combine(RepositoryFolder, "refs", "main")));
        Assert.Equal(
            $"../../../blobs/{repository.ContentId("onnx/vision_model.onnx")}",
            new FileInfo(Path.Combine(folder, "onnx", "vision_model.onnx")).LinkTarget);
        Assert.Equal(
            $"../../blobs/{repository.ContentId("config.json")}",
            new FileInfo(Path.Combine(folder, "config.json")).LinkTarget);
        Assert.True(
            File.Exists(
                Path.Combine(
                    CacheFolder, ".locks", "models--owner--tiny-clip", repository.ContentId("config.json") + ".lock")));
        Assert.True(File.Exists(Path.Combine(CacheFolder, "CACHEDIR.TAG")));
        Assert.True(File.Exists(Path.Combine(RepositoryFolder, "trees", repository.Commit + ".json")));
        Assert.Empty(Directory.GetFiles(Path.Combine(RepositoryFolder, "blobs"), "*.incomplete"));
    }

    [Fact]
    public async Task Where_links_are_not_permitted_the_snapshot_contains_the_files()
    {
        var repository = AddGolden("clip-split");
        repository.Files["preprocess_cfg.json"] = repository.Files["config.json"]; // one content, two files

        var folder = await PullAsync(Options(options => options.WithoutLinks = true));

        Assert.Null(new FileInfo(Path.Combine(folder, "config.json")).LinkTarget);
        Assert.Equal(repository.Files["config.json"], File.ReadAllBytes(Path.Combine(folder, "preprocess_cfg.json")));
        Assert.Equal(
            repository.Files["onnx/text_model.onnx_data"],
            File.ReadAllBytes(Path.Combine(folder, "onnx", "text_model.onnx_data")));
        Assert.Empty(Directory.GetFiles(Path.Combine(RepositoryFolder, "blobs")));
        Assert.Equal(folder, Cache.Find(Model));

        Hub.Requests.Clear();
        await PullAsync(Options(options => options.WithoutLinks = true));
        Assert.Empty(Hub.RequestsFor(".onnx"));
    }

    [Fact]
    public async Task Cached_files_are_not_downloaded_again()
    {
        var repository = AddGolden("clip-split");
        await PullAsync();
        Hub.Requests.Clear();
        // A new commit that changes one file.
        repository.Commit = new string('f', 40);
        repository.Files["config.json"] = [.. repository.Files["config.json"], (byte)'\n'];

        var folder = await PullAsync();

        Assert.Equal(repository.Commit, Path.GetFileName(folder));
        Assert.Equal(
            ["/" + Name + "/resolve/" + repository.Commit + "/config.json"],
            Hub.Requests.Where(request => request.Path.Contains("/resolve/")).Select(request => request.Path));
        Assert.Equal(2, Cache.Of(Model).Count);
    }

    [Fact]
    public async Task Loose_weights_that_only_the_graph_names_are_downloaded_too()
    {
        var repository = AddGolden("clip-split");
        // As Immich's largest exports: weights under names that say nothing. Same length, so that the graph stays
        // whole.
        var graph = repository.Files["onnx/text_model.onnx"];
        var at = graph.AsSpan().IndexOf("text_model.onnx_data"u8);
        Assert.True(at > 0);
        for (; at >= 0; at = graph.AsSpan().IndexOf("text_model.onnx_data"u8))
            "onnx__MatMul_1234567"u8.CopyTo(graph.AsSpan(at));
        repository.Files["onnx/onnx__MatMul_1234567"] = repository.Files["onnx/text_model.onnx_data"];
        repository.Files.Remove("onnx/text_model.onnx_data");

        var folder = await PullAsync();

        using var model = ClipModel.Load(folder);
        using var original = ClipModel.Load(GoldenModels.Folder("clip-split"));
        Assert.Equal(original.Text.Encode("a dog", Token), model.Text.Encode("a dog", Token));
    }

    [Fact]
    public async Task Sentence_transformers_are_downloaded_with_their_pooling_and_dense_layers()
    {
        Hub.Add(LocalRepository.WithTexts(
            Name, "config.json", "tokenizer.json", "modules.json", "onnx/model.onnx", "onnx/model_qint8_avx512.onnx",
            "pytorch_model.bin",
            "1_Pooling/config.json", "2_Dense/config.json", "2_Dense/pytorch_model.bin"));

        var plan = await Client().PlanAsync(Model, null, cancellationToken: Token);

        Assert.Equal(
            [
                "1_Pooling/config.json", "2_Dense/config.json", "2_Dense/pytorch_model.bin", "config.json",
                "modules.json", "onnx/model.onnx", "tokenizer.json"
            ],
            plan.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_tree_is_requested_page_by_page_from_a_mirror_without_hashes_in_its_short_list()
    {
        var repository = AddGolden("clip-split");
        repository.PageSize = 3;
        Hub.LeavesOutHashes = true;

        await PullAsync();

        Assert.True(Hub.RequestsFor("/tree/" + repository.Commit).Count > 2);
        Assert.NotNull(Cache.Find(Model));
    }

    [Fact]
    public async Task Requests_name_the_program_that_sends_them()
    {
        AddGolden("clip-split");

        await Client().PlanAsync(Model, cancellationToken: Token);
        await Client(Options(options => options.UserAgent = "search/1.0")).PlanAsync(Model, cancellationToken: Token);

        var names = Hub.Requests.Select(static request => request.Header("User-Agent")).ToList();
        Assert.StartsWith("Clip/", names[0]);
        Assert.Equal("search/1.0", names[^1]);
    }

    [Theory]
    [InlineData("v1.0")]
    [InlineData("refs/pr/1")]
    public async Task A_revision_is_stored_under_its_name(string revision)
    {
        var repository = AddGolden("clip-split");

        await PullAsync(model: $"{Name}@{revision}");

        Assert.Equal(
            repository.Commit, File.ReadAllText(Path.Combine([RepositoryFolder, "refs", .. revision.Split('/')])));
        Assert.NotNull(Cache.Find(Model with { Revision = revision }));
        Assert.NotNull(Cache.Find(Model with { Revision = repository.Commit }));
        Assert.Null(Cache.Find(Model));
    }

    [Fact]
    public async Task Several_files_are_downloaded_at_a_time()
    {
        AddGolden("clip-split");
        using var all = new CountdownEvent(3);
        using var gate = new ManualResetEventSlim();
        // Each answer waits until three requests are there.
        Reply Together(Reply reply) => reply with
        {
            Before = async () =>
            {
                if (all.Signal())
                    gate.Set();
                await Task.Run(() => gate.Wait(Token), Token);
            },
        };
        Hub.Script("/onnx/vision_model.onnx", Together);
        Hub.Script("/onnx/text_model.onnx", Together);
        Hub.Script("/onnx/text_model.onnx_data", Together);

        await PullAsync(Options(options => options.ParallelFiles = 3));

        Assert.True(gate.IsSet);
    }

    [Fact]
    public async Task Progress_grows_up_to_the_total()
    {
        AddGolden("clip-split");
        var listener = new Listener();

        await PullAsync(progress: listener);

        var states = listener.States.ToArray();
        Assert.Equal(states[^1].TotalBytes, states[^1].Bytes);
        Assert.Equal(states[^1].TotalFiles, states[^1].Files);
        Assert.Equal(states.Select(state => state.Bytes).Order(), states.Select(state => state.Bytes));
    }

    [Fact]
    public async Task Free_space_is_checked_before_the_first_byte()
    {
        var repository = AddGolden("clip-split");
        repository.Lies["onnx/vision_model.onnx"] = entry =>
        {
            entry["size"] = 1L << 45;
            entry["lfs"]!["size"] = 1L << 45;
        };

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("35.2 TB", error.Message);
        Assert.Contains("HF_HUB_CACHE", error.Message);
        Assert.Empty(Hub.RequestsFor(".onnx"));
    }

    [Fact]
    public async Task A_download_waits_for_another_program_and_uses_its_result()
    {
        var repository = AddBytes(50_000);
        var id = repository.ContentId("onnx/model.onnx");
        var held = await CacheLock.TakeAsync(
            Path.Combine(CacheFolder, ".locks", "models--owner--tiny-clip", id + ".lock"), TimeProvider.System, Token);
        var finished = 0;
        Time.Meanwhile = () =>
        {
            if (Interlocked.Exchange(ref finished, 1) == 1)
                return;
            var blobs = Directory.CreateDirectory(Path.Combine(RepositoryFolder, "blobs"));
            File.WriteAllBytes(Path.Combine(blobs.FullName, id), repository.Files["onnx/model.onnx"]);
            held.Dispose();
        };

        await PullAsync();

        Assert.Empty(Hub.RequestsFor("/onnx/model.onnx"));
        Assert.Equal(1, finished);
    }

    private sealed class Listener : IProgress<PullProgress>
    {
        public ConcurrentQueue<PullProgress> States { get; } = new();

        public void Report(PullProgress value) => States.Enqueue(value);
    }
}
