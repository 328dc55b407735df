using System.Text.Json.Nodes;
using Clip.Cli.Remedies;
using Clip.Hub;

namespace Clip.Tests.Hub;

/// <summary>What is found in the cache without a connection.</summary>
public class HubCacheTests : HubTest
{
    [Fact]
    public async Task An_incomplete_model_is_not_found()
    {
        AddGolden("clip-split");
        var folder = await PullAsync();
        Assert.Equal(folder, Cache.Find(Model));

        File.Delete(Path.Combine(folder, "onnx", "vision_model.onnx"));

        Assert.Null(Cache.Find(Model));
        Assert.True(Cache.HasPartOf(Model));
        var error = Assert.Throws<HubException>(() => Cache.Locate(Name));
        Assert.Contains("not downloaded completely", error.Message);
        Assert.Equal(HubFault.NotDownloaded, error.Fault);
    }

    [Fact]
    public async Task A_broken_link_is_not_a_file()
    {
        var repository = AddGolden("clip-split");
        await PullAsync();

        File.Delete(Path.Combine(RepositoryFolder, "blobs", repository.ContentId("onnx/vision_model.onnx")));

        Assert.Null(Cache.Find(Model));
        Assert.NotNull(await PullAsync());
        Assert.NotNull(Cache.Find(Model));
    }

    [Fact]
    public async Task Without_the_list_of_files_a_known_layout_is_enough()
    {
        var repository = AddGolden("clip-split");
        var folder = await PullAsync();

        // As older versions of huggingface_hub leave it.
        File.Delete(Path.Combine(RepositoryFolder, "trees", repository.Commit + ".json"));

        Assert.Equal(folder, Cache.Find(Model));
        Assert.All(await CheckAsync(), file => Assert.Null(file.Problem));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"format_version":1}""")]
    [InlineData("""{"format_version":2,"files":{}}""")]
    [InlineData(
        """{"format_version":1,"files":{"../evil":{"size":1,"blob_id":"0123456789abcdef0123456789abcdef01234567"}}}""")]
    [InlineData("""{"format_version":1,"files":{"config.json":{"size":1,"blob_id":"../../x"}}}""")]
    public async Task A_damaged_list_of_files_counts_as_absent(string content)
    {
        var repository = AddGolden("clip-split");
        var folder = await PullAsync();
        File.WriteAllText(Path.Combine(RepositoryFolder, "trees", repository.Commit + ".json"), content);

        Assert.Equal(folder, Cache.Find(Model));
    }

    [Fact]
    public async Task Verifying_hashes_every_file()
    {
        var repository = AddGolden("clip-split");
        await PullAsync();
        Assert.All(await CheckAsync(), file => Assert.Null(file.Problem));

        var blob = Path.Combine(RepositoryFolder, "blobs", repository.ContentId("onnx/vision_model.onnx"));
        var content = File.ReadAllBytes(blob);
        content[1000] ^= 1;
        File.WriteAllBytes(blob, content);
        File.AppendAllText(Path.Combine(RepositoryFolder, "blobs", repository.ContentId("config.json")), " ");

        var problems = (await CheckAsync()).Where(file => file.Problem is not null)
            .ToDictionary(file => file.Path, file => file.Problem);
        Assert.Equal(["config.json", "onnx/vision_model.onnx"], problems.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("wrong content", problems["onnx/vision_model.onnx"]);
        Assert.Contains("bytes", problems["config.json"]);
    }

    [Fact]
    public async Task A_damaged_file_that_was_removed_is_downloaded_again()
    {
        var repository = AddGolden("clip-split");
        var folder = await PullAsync();
        var blob = Path.Combine(RepositoryFolder, "blobs", repository.ContentId("onnx/vision_model.onnx"));
        File.WriteAllBytes(blob, new byte[repository.Files["onnx/vision_model.onnx"].Length]);

        Cache.Remove(Assert.Single(Cache.Of(Model)), "onnx/vision_model.onnx");
        await PullAsync();

        Assert.Equal(
            repository.Files["onnx/vision_model.onnx"],
            File.ReadAllBytes(Path.Combine(folder, "onnx", "vision_model.onnx")));
    }

    [Fact]
    public async Task The_cache_lists_only_models_of_known_layouts()
    {
        AddGolden("clip-split");
        await PullAsync();
        // What other programs keep there.
        Directory.CreateDirectory(
            Path.Combine(CacheFolder, "models--other--language-model", "snapshots", new string('a', 40)));
        Directory.CreateDirectory(Path.Combine(CacheFolder, "datasets--other--pictures"));
        Directory.CreateDirectory(Path.Combine(CacheFolder, "models--..--evil"));

        var model = Assert.Single(Cache.List());

        Assert.Equal(Name, model.Model.ToString());
        Assert.Contains("onnx/vision_model.onnx", model.Files);
        Assert.Equal(
            model.Files.Sum(
                path => new FileInfo(Path.Combine(model.Folder, path)).ResolveLinkTarget(true) is FileInfo target
                    ? target.Length
                    : 0),
            model.Bytes);
    }

    [Fact]
    public void A_missing_model_is_reported_with_a_remedy()
    {
        foreach (var name in (string[])["clip-vit-b-32", "someone/model", "someone/model@v2"])
        {
            var missing = Assert.Throws<HubException>(() => Cache.Locate(name));
            Assert.EndsWith($"run: clipsearch models pull {name}", ErrorText.Of(missing));
        }
        var unknown = Assert.Throws<HubException>(() => Cache.Locate("no-such-name"));
        Assert.EndsWith("clipsearch models list", ErrorText.Of(unknown));
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task The_cache_uses_the_spelling_of_the_table()
    {
        AddGolden("clip-split", "Xenova/clip-vit-base-patch32");
        var folder = await PullAsync(model: "Xenova/clip-vit-base-patch32");

        string[] names = ["clip-vit-b-32", "CLIP-ViT-B-32", "xenova/CLIP-vit-base-patch32", "clip-vit-b-32@main"];
        foreach (var name in names)
            Assert.Equal(folder, Cache.Locate(name));
    }

    [Fact]
    public void A_folder_is_preferred_to_a_name()
    {
        using var folder = new TestFolder();

        Assert.Equal(folder.Path, Cache.Locate(folder.Path));
        Assert.Equal("./nothing", Cache.Locate("./nothing"));
    }

    [Fact]
    public async Task The_list_of_files_has_the_format_of_Python()
    {
        var repository = AddGolden("clip-split");
        await PullAsync();

        var files = JsonNode
            .Parse(File.ReadAllText(Path.Combine(RepositoryFolder, "trees", repository.Commit + ".json")))!["files"]!
            .AsObject();

        Assert.Equal(repository.Files.Keys.Order(StringComparer.Ordinal), files.Select(file => file.Key));
        Assert.Equal(
            repository.ContentId("onnx/vision_model.onnx"), (string?)files["onnx/vision_model.onnx"]!["lfs_sha256"]);
        Assert.Equal(repository.ContentId("config.json"), (string?)files["config.json"]!["blob_id"]);
    }

    private async Task<List<FileCheck>> CheckAsync()
    {
        List<FileCheck> found = [];
        await foreach (var file in Cache.VerifyAsync(Assert.Single(Cache.Of(Model)), cancellationToken: Token))
            found.Add(file);
        return found;
    }
}
