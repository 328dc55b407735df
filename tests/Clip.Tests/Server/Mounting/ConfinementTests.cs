using System.Net;
using System.Text.Json;
using Clip.Server;
using Clip.Server.Hosting;
using Clip.Server.Mounting;
using Clip.Tests.Models;

namespace Clip.Tests.Server.Mounting;

/// <summary>What links in a mounted folder lead to outside it is neither read nor named.</summary>
public sealed class ConfinementTests(GalleryServer server) : IDisposable
{
    private static readonly string[] Gets =
    [
        "/api/search?q=a+dog&top=100", "/api/search?q=outside&rank=fused", "/api/search", "/api/search?in=own",
        "/api/duplicates?threshold=0.01", "/api/clusters?k=1", "/api/map?method=pca",
        "/api/pictures/0-b3duLzAwNi5wbmc/similar",
    ];

    private static readonly (string Path, string Json)[] Posts =
    [
        ("/knn-service", """{"text":"a dog","deduplicate":false}"""),
        ("/knn-service", """{"text":"outside","modality":"text"}"""),
        ("/metadata", """{"ids":[-5,-4,-3,-2,-1,0,1,2,3,4,5]}"""),
        ("/api/caption", """{"picture_id":"0-b3duLzAwNi5wbmc"}"""),
    ];

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_folder.Path, "root");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_index_that_followed_links_is_answered_from_without_what_lies_outside()
    {
        MakeFolders();
        using (var search = new PictureSearch(server.Model, Root))
            Assert.Equal(6, (await search.UpdateAsync(cancellationToken: Token))!.Added);
        await using var host = await StartAsync(update: false);
        using var client = new HttpClient { BaseAddress = host.Address };

        foreach (var path in Gets)
            Check(path, await client.FetchAsync(path).JsonAsync());
        foreach (var (path, json) in Posts)
            Check(path + json, await client.PostAsync(path, json).JsonAsync());
        var copies = await client.FetchAsync($"/api/pictures/{PictureId.Of(0, "own/020.png")}/similar").JsonAsync();
        Assert.Equal("own/copy.png", copies.GetProperty("results")[0].GetProperty("path").GetString());
        foreach (var path in (string[])["out/secret.png", "secret.png"])
        {
            var id = PictureId.Of(0, path);
            foreach (var what in (string[])["", "/thumbnail", "/original", "/similar"])
                await client.FetchAsync($"/api/pictures/{id}{what}").JsonAsync(404);
            await client.PostAsync("/api/search", $$"""{"terms":[{"picture_id":"{{id}}"}]}""").JsonAsync(404);
        }
        var status = await client.FetchAsync("/api/status").JsonAsync();
        Assert.Equal((2, 4), (status.GetProperty("pictures").GetInt32(), status.GetProperty("files").GetInt32()));

        static void Check(string request, JsonElement answer)
        {
            Assert.False(answer.ToString().Contains("secret", StringComparison.Ordinal), $"{request}: {answer}");
            Assert.False(answer.ToString().Contains("\"results\":[]", StringComparison.Ordinal), request);
        }
    }

    [Fact]
    public async Task The_servers_own_update_follows_only_links_that_stay_in_the_folder()
    {
        MakeFolders();
        File.WriteAllText(
            _folder.At("outside", "list.jsonl"), """{"file":"own/020.png","caption":"a secret that a list says"}""");
        File.CreateSymbolicLink(_folder.At("root", "captions.jsonl"), _folder.At("outside", "list.jsonl"));
        await using var host = await StartAsync(update: true);
        using var client = new HttpClient { BaseAddress = host.Address };

        var listed = await client.FetchAsync("/api/search").JsonAsync();

        var paths = listed.GetProperty("results").EnumerateArray()
            .Select(static one => one.GetProperty("path").GetString()!).Order(StringComparer.Ordinal);
        Assert.Equal(["inside.png", "own/006.png", "own/020.png", "own/copy.png"], paths);
        Assert.DoesNotContain("secret", listed.ToString());
        using var thumbnail = await client.FetchAsync($"/api/pictures/{PictureId.Of(0, "inside.png")}/thumbnail");
        Assert.Equal(HttpStatusCode.OK, thumbnail.StatusCode);
        using var index = PictureIndex.Open(IndexLocation.For(Root));
        Assert.Equal(4, index.FileCount);
    }

    private void MakeFolders()
    {
        Copy("006.png", _folder.At("root", "own", "006.png"));
        Copy("020.png", _folder.At("root", "own", "020.png"));
        Copy("020.png", _folder.At("root", "own", "copy.png"));
        File.WriteAllText(_folder.At("root", "own", "006.txt"), "something in the folder");
        Copy("022.png", _folder.At("outside", "secret.png"));
        File.WriteAllText(_folder.At("outside", "secret.txt"), "a secret outside");
        try
        {
            File.CreateSymbolicLink(_folder.At("root", "secret.png"), _folder.At("outside", "secret.png"));
        }
        catch (IOException)
        {
            Assert.Skip("Links cannot be created here: Windows requires developer mode for them.");
        }
        File.CreateSymbolicLink(_folder.At("root", "inside.png"), _folder.At("root", "own", "020.png"));
        Directory.CreateSymbolicLink(_folder.At("root", "out"), _folder.At("outside"));
    }

    private static void Copy(string drawing, string path) =>
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "drawings", drawing), path);

    private Task<ClipServerHost> StartAsync(bool update) => server.StartAsync(options =>
    {
        options.Libraries.Clear();
        options.Libraries.Add(new MountedLibraryOptions(
            "linked", "clip-mini", [new SearchedFolder(IndexLocation.For(Root))])
        { Update = update });
    });
}
