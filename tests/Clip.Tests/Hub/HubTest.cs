using System.Security.Cryptography;
using System.Text;
using Clip.Hub;
using Clip.Tests.Models;

namespace Clip.Tests.Hub;

/// <summary>A hub on this machine, an empty cache, and a client between them.</summary>
public abstract class HubTest : IDisposable
{
    protected const string Name = "owner/tiny-clip";

    private readonly TestFolder _folder = new();
    private readonly List<ModelHub> _clients = [];

    internal LocalHub Hub { get; } = new();

    internal HurriedTime Time { get; } = new();

    protected string CacheFolder => Path.Combine(_folder.Path, "hub");

    internal HubCache Cache => new(CacheFolder);

    protected string RepositoryFolder => Path.Combine(CacheFolder, "models--owner--tiny-clip");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static ModelReference Model { get; } = ModelReference.Parse(Name);

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
        Hub.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal HubOptions Options(Action<HubOptions>? change = null)
    {
        var options = new HubOptions
        {
            Endpoint = Hub.Endpoint,
            CacheFolder = CacheFolder,
            SilenceLimit = TimeSpan.FromSeconds(20),
        };
        change?.Invoke(options);
        return options;
    }

    internal ModelHub Client(HubOptions? options = null)
    {
        var client = new ModelHub(options ?? Options(), Time);
        _clients.Add(client);
        return client;
    }

    internal async Task<string> PullAsync(
        HubOptions? options = null, string? variant = null, string model = Name,
        IProgress<PullProgress>? progress = null)
    {
        var client = Client(options);
        return await client.PullAsync(
            await client.PlanAsync(ModelReference.Parse(model), variant, cancellationToken: Token), progress, Token);
    }

    /// <summary>A repository with one golden model, and much that its layout does not need.</summary>
    internal LocalRepository AddGolden(string golden, string name = Name)
    {
        var repository = LocalRepository.FromFolder(name, GoldenModels.Folder(golden));
        string[] unneeded =
        [
            "README.md", "pytorch_model.bin", "model.safetensors", "onnx/text_model_fp16.onnx",
            "onnx/vision_model_fp16.onnx", "flax_model.msgpack",
        ];
        foreach (var other in unneeded)
            repository.Files.TryAdd(other, Encoding.UTF8.GetBytes("not needed: " + other));
        return Hub.Add(repository);
    }

    /// <summary>A repository whose one graph consists of random bytes.</summary>
    internal LocalRepository AddBytes(int length)
    {
        var repository = LocalRepository.WithTexts(Name, "config.json", "tokenizer.json");
        var content = new byte[length];
        new Random(7).NextBytes(content);
        repository.Files["onnx/model.onnx"] = content;
        return Hub.Add(repository);
    }

    internal async Task<HubException> FailsAsync(Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<HubException>(action);
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotNull(error.Remedy);
        AssertNothingLooksComplete();
        return error;
    }

    /// <summary>Every content in the cache has the hash that it is named by, whatever went wrong.</summary>
    protected void AssertNothingLooksComplete()
    {
        var blobs = Path.Combine(RepositoryFolder, "blobs");
        if (!Directory.Exists(blobs))
            return;
        var complete = Directory.GetFiles(blobs)
            .Where(static path => !path.EndsWith(".incomplete", StringComparison.Ordinal));
        foreach (var blob in complete)
        {
            var content = File.ReadAllBytes(blob);
            var id = Path.GetFileName(blob);
            Assert.Equal(
                id,
                id.Length == 64 ? Convert.ToHexStringLower(SHA256.HashData(content)) : LocalRepository.GitId(content));
        }
    }
}
