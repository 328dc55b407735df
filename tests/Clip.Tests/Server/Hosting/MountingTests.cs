using Clip.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Clip.Tests.Server.Hosting;

/// <summary>Endpoints in an application of somebody else, limits, and several libraries.</summary>
public sealed class MountingTests(GalleryServer server)
{
    [Fact]
    public async Task An_application_mounts_the_endpoints_under_a_prefix()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddClipServer(options => options.Models.Add(new MountedModelOptions("m", server.Model)));
        await using var application = builder.Build();
        application.MapGroup("/clip").MapClip();
        await application.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(application.Urls.First()) };
        var models = await client.FetchAsync("/clip/v1/models").JsonAsync();
        Assert.Equal("m", models.GetProperty("data")[0].GetProperty("id").GetString());
        using var foreign = await client.SendAsync(HttpMethod.Get, "/clip/v1/models", ("Host", "rebound.example"));
        Assert.Equal(421, (int)foreign.StatusCode);
        await client.FetchAsync("/clip/api/search?q=x").JsonAsync(404);
    }

    [Fact]
    public async Task Requests_beyond_the_limits_are_told_which()
    {
        await using var host = await server.StartAsync(static options =>
        {
            options.MaxBodyBytes = 2000;
            options.MaxInputs = 3;
        });
        using var client = new HttpClient { BaseAddress = host.Address };
        var text = new string('x', 3000);
        var large = await client.PostAsync("/v1/embeddings", $$"""{"input":"{{text}}"}""").JsonAsync(413);
        Assert.Contains("2,000", large.GetProperty("detail").GetString());
        await client.PostAsync("/v1/embeddings", """{"input":["a","b","c","d"]}""").JsonAsync(413);
        await client.PostAsync("/v1/embeddings", """{"input":["a","b","c"]}""").JsonAsync();
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_refused()
    {
        await using var host = await server.StartAsync(static options => options.MaxBodyBytes = 100_000);
        using var client = new HttpClient { BaseAddress = host.Address };
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(
            packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[10_000_000], TestContext.Current.CancellationToken);
        }
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        await client.PostAsync("/v1/embeddings", content, TestContext.Current.CancellationToken).JsonAsync(413);
    }

    [Fact]
    public async Task Sixty_four_clients_with_a_text_each_are_all_answered()
    {
        using var client = await server.ClientAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            i => client.PostAsync("/v1/embeddings", $$"""{"input":"text number {{i}}"}""").JsonAsync()));
        Assert.All(answers, static answer => Assert.Equal(384, answer
            .GetProperty("data")[0].GetProperty("embedding").GetArrayLength()));
    }

    [Fact]
    public async Task Several_libraries_and_folders_have_names()
    {
        var location = IndexLocation.For(await Cli.IndexedGallery.Current!.Folder);
        await using var host = await server.StartAsync(options => options.Libraries.Add(new MountedLibraryOptions(
            "parts", "clip-mini", [new SearchedFolder(location, "drawings"), new SearchedFolder(location, "photos")])
        {
            Update = false,
        }));
        using var client = new HttpClient { BaseAddress = host.Address };
        var answer = await client.FetchAsync("/api/search?q=a+dog&library=parts&in=drawings&top=50").JsonAsync();
        Assert.All(
            answer.GetProperty("results").EnumerateArray(),
            static result => Assert.StartsWith("drawings/", result.GetProperty("path").GetString()));
        var names = await client.FetchAsync("/indices-list").JsonAsync();
        Assert.Equal(["clip-mini", "parts"], names.EnumerateArray().Select(static name => name.GetString()));
    }
}
