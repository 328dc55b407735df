using System.ClientModel;
using System.Security.Cryptography;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Clip.Tests.Server.Clients;

/// <summary>The clients that people use, at work on a running server.</summary>
public sealed class LiveClientTests(GalleryServer server)
{
    private static string Scripts => Path.Combine(
        Repository.Root, "tests", "Clip.Tests", "Server", "Clients", "npm");

    [Fact]
    public async Task Microsoft_Extensions_AI_gets_embeddings_of_OpenAI()
    {
        var host = await server.Host;
        var options = new OpenAIClientOptions { Endpoint = new Uri(host.Address, "v1") };
        var client = new OpenAIClient(new ApiKeyCredential("none"), options);
        using var generator = client.GetEmbeddingClient("clip-mini").AsIEmbeddingGenerator();

        var embeddings = await generator.GenerateAsync(
            ["a bird", "two dogs"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, embeddings.Count);
        var expected = server.Model.Text.Encode("two dogs", TestContext.Current.CancellationToken);
        Assert.Equal(1, Cosine(expected, embeddings[1].Vector.Span), 1e-4);

        var shorter = await generator.GenerateAsync(
            ["a bird"], new EmbeddingGenerationOptions { Dimensions = 16 }, TestContext.Current.CancellationToken);
        Assert.Equal(16, shorter[0].Vector.Length);
        var unknown = client.GetEmbeddingClient("none").AsIEmbeddingGenerator();
        var error = await Assert.ThrowsAsync<ClientResultException>(() => unknown.GenerateAsync(
            ["x"], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(404, error.Status);
        Assert.Contains("clip-mini", error.Message);
    }

    [Fact]
    public async Task The_openai_package_gets_embeddings_models_and_errors()
    {
        var answer = await RunAsync("openai.mjs");
        var expected = server.Model.Text.Encode("two dogs", TestContext.Current.CancellationToken);
        foreach (var name in (string[])["plain", "numbers"])
        {
            var vector = answer.GetProperty(name)[1].EnumerateArray().Select(static one => one.GetSingle()).ToArray();
            Assert.Equal(1, Cosine(expected, vector), 1e-4);
        }
        Assert.Equal(16, answer.GetProperty("short").GetArrayLength());
        Assert.Contains(answer.GetProperty("models").EnumerateArray(), static one => one.GetString() == "clip-mini");
        var errors = answer.GetProperty("errors");
        Assert.Equal("NotFoundError", errors[0].GetProperty("type").GetString());
        Assert.Equal("model_not_found", errors[0].GetProperty("code").GetString());
        Assert.Equal("BadRequestError", errors[1].GetProperty("type").GetString());
        Assert.Contains("empty", errors[1].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("sdk")]
    [InlineData("client")]
    [InlineData("pinned")]
    public async Task The_packages_of_the_Model_Context_Protocol_call_tools(string kind)
    {
        var answer = await RunAsync("mcp.mjs", kind);
        Assert.Contains(answer.GetProperty("tools").EnumerateArray(), static one => one.GetString() == "search_images");
        Assert.Equal("photos/lomiri-friends.jpg", answer.GetProperty("paths")[0].GetString());
        Assert.Contains(answer.GetProperty("types").EnumerateArray(), static one => one.GetString() == "image/jpeg");
        Assert.True(answer.GetProperty("isError").GetBoolean());
    }

    private async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var packages = await FindPackagesAsync();
        Assert.SkipWhen(packages is null, "run tests/Clip.Tests/Server/Clients/install.sh to install npm's clients");
        var host = await server.Host;
        var result = await CliWrap.Cli.Wrap("node")
            .WithArguments([Path.Combine(Scripts, script), host.Address.ToString(), packages!, .. arguments])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StandardError + result.StandardOutput);
        return JsonDocument.Parse(result.StandardOutput).RootElement.Clone();
    }

    /// <summary>Where install.sh put the packages; null where it has not run, or there is no Node.</summary>
    private static async Task<string?> FindPackagesAsync()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(static folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));
        if (!isThere)
            return null;
        if (Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_CLIENTS") is { Length: > 0 } given)
            return given;
        var lockFile = await File.ReadAllBytesAsync(
            Path.Combine(Scripts, "package-lock.json"), TestContext.Current.CancellationToken);
        var version = Convert.ToHexStringLower(SHA256.HashData(lockFile))[..16];
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(cache, "clip-tests", $"clients-{version}");
        return File.Exists(Path.Combine(folder, "complete")) ? folder : null;
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(a, b);
}
