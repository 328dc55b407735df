using System.Net;
using System.Text.Json;

namespace Clip.Tests.Server.Collections;

/// <summary>Maps, groups and copies of a whole library.</summary>
public sealed class CollectionEndpointTests(GalleryServer server)
{
    [Theory]
    [InlineData("", "tsne")]
    [InlineData("method=umap", "umap")]
    [InlineData("method=pca", "pca")]
    [InlineData("x=day..night&y=city..nature", "axes")]
    public async Task Every_picture_has_its_own_place_on_a_map(string query, string method)
    {
        using var client = await server.ClientAsync();
        var map = await client.FetchAsync("/api/map?in=drawings&" + query).JsonAsync();
        var results = map.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(method, map.GetProperty("method").GetString());
        Assert.True(results.Count > 30);
        foreach (var axis in (string[])["x", "y"])
            Assert.Equal(results.Count, results.Select(one => one.GetProperty(axis).GetDouble()).Distinct().Count());
        Assert.All(results, static one => Assert.StartsWith("drawings/", one.GetProperty("path").GetString()));
        var facts = await client.FetchAsync($"/api/pictures/{results[0].GetProperty("id").GetString()}").JsonAsync();
        Assert.Equal(results[0].GetProperty("path").GetString(), facts.GetProperty("path").GetString());
    }

    [Fact]
    public async Task An_answer_is_computed_once_and_browsers_keep_it()
    {
        using var client = await server.ClientAsync();
        const string address = "/api/map?method=pca&groups=true";
        using var first = await client.FetchAsync(address);
        var map = JsonDocument.Parse(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var groups = map.RootElement.GetProperty("groups").GetArrayLength();
        Assert.Contains(map.RootElement.GetProperty("results").EnumerateArray(), one =>
            one.TryGetProperty("group", out var group) && group.GetInt32() < groups);
        using var again = await client.SendAsync(HttpMethod.Get, address, ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await client.SendAsync(
            HttpMethod.Get, "/api/map?method=pca", ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Pictures_are_grouped()
    {
        using var client = await server.ClientAsync();
        var answer = await client.FetchAsync("/api/clusters?k=4&in=drawings").JsonAsync();
        var groups = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(4, groups.Count);
        Assert.All(groups, static group => Assert.Equal(
            group.GetProperty("size").GetInt32(), group.GetProperty("paths").GetArrayLength()));
        Assert.All(groups, static group => Assert.Equal(
            group.GetProperty("size").GetInt32(), group.GetProperty("ids").GetArrayLength()));
    }

    [Fact]
    public async Task Copies_are_found_the_one_to_keep_first()
    {
        using var folder = new TestFolder();
        var gallery = Path.Combine(Models.EmbeddedModel.Gallery, "photos");
        File.Copy(Path.Combine(gallery, "kodak-01.jpg"), Path.Combine(folder.Path, "original.jpg"));
        File.Copy(Path.Combine(gallery, "kodak-02.jpg"), Path.Combine(folder.Path, "another.jpg"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "copies of it"));
        File.Copy(Path.Combine(gallery, "kodak-01.jpg"), Path.Combine(folder.Path, "copies of it", "copy.jpg"));
        var location = IndexLocation.For(folder.Path);
        using (var search = new PictureSearch(server.Model, location))
            await search.UpdateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var host = await server.StartAsync(options => options.Libraries.Add(
            new Clip.Server.MountedLibraryOptions("small", "clip-mini", [new SearchedFolder(location)])
            {
                Update = false,
            }));
        using var client = new HttpClient { BaseAddress = host.Address };

        var answer = await client.FetchAsync("/api/duplicates?library=small").JsonAsync();
        var group = Assert.Single(answer.GetProperty("results").EnumerateArray());
        Assert.Equal(
            ["original.jpg", "copies of it/copy.jpg"],
            group.GetProperty("paths").EnumerateArray().Select(static path => path.GetString()).Order().Reverse());
        Assert.True(group.GetProperty("exact").GetBoolean());
        Assert.Equal(1, group.GetProperty("group").GetInt32());
        var limited = await client.FetchAsync("/api/duplicates?library=small&in=copies+of+it").JsonAsync();
        Assert.Equal(0, limited.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData("map?method=mds", "method")]
    [InlineData("map?x=day..night", "y")]
    [InlineData("map?y=day..night", "x")]
    [InlineData("map?x=day&y=a..b", "x")]
    [InlineData("map?x=day..&y=a..b", "x")]
    [InlineData("map?x=a..b&y=a..b&method=pca", "method")]
    [InlineData("map?groups=perhaps", "groups")]
    [InlineData("map?in=../..", "in")]
    [InlineData("clusters?k=0", "k")]
    [InlineData("clusters?k=many", "k")]
    [InlineData("clusters?k=3&at_least=4", "at_least")]
    [InlineData("clusters?min_samples=0", "min_samples")]
    [InlineData("duplicates?threshold=0", "threshold")]
    [InlineData("duplicates?threshold=NaN", "threshold")]
    [InlineData("duplicates?bursts=0", "bursts")]
    public async Task A_value_that_is_not_valid_is_named(string query, string name)
    {
        using var client = await server.ClientAsync();
        var problem = await client.FetchAsync("/api/" + query).JsonAsync(400);
        Assert.Contains($"'{name}'", problem.GetProperty("detail").GetString());
    }
}
