using System.Text.Json;

namespace Clip.Tests.Server.Search;

/// <summary>The server's own calls for searching.</summary>
public sealed class SearchEndpointTests(GalleryServer server)
{
    [Fact]
    public async Task Pages_follow_each_other_without_gaps()
    {
        using var client = await server.ClientAsync();
        var all = Paths(await client.FetchAsync("/api/search?q=a+dog&top=20").JsonAsync());
        List<string> paged = [];
        var token = "";
        for (var page = 0; page < 4; page++)
        {
            var answer = await client.FetchAsync($"/api/search?q=a+dog&top=5&page_token={token}").JsonAsync();
            paged.AddRange(Paths(answer));
            token = answer.GetProperty("next_page_token").GetString();
        }
        Assert.Equal(20, all.Distinct().Count());
        Assert.Equal(all, paged);
        var last = await client.FetchAsync("/api/search?q=a+dog&top=1000").JsonAsync();
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next_page_token").ValueKind);
    }

    [Fact]
    public async Task Filters_choose_and_are_echoed()
    {
        using var client = await server.ClientAsync();
        var answer = await client.FetchAsync("/api/search?q=a+dog&in=drawings&top=50").JsonAsync();
        Assert.NotEmpty(Paths(answer));
        Assert.All(Paths(answer), static path => Assert.StartsWith("drawings/", path));
        Assert.Equal("drawings", answer.GetProperty("applied").GetProperty("in").GetString());
        var listed = await client.FetchAsync("/api/search?in=photos&top=500").JsonAsync();
        Assert.All(Paths(listed), static path => Assert.StartsWith("photos/", path));
    }

    [Theory]
    [InlineData("top=0")]
    [InlineData("top=100000")]
    [InlineData("top=many")]
    [InlineData("page_token=x")]
    [InlineData("in=../..")]
    [InlineData("in=%20")]
    [InlineData("after=never")]
    [InlineData("after=2024&before=2020")]
    [InlineData("near=somewhere")]
    [InlineData("min_score=high")]
    [InlineData("rank=best")]
    public async Task A_value_that_is_not_valid_is_named(string query)
    {
        using var client = await server.ClientAsync();
        var problem = await client.FetchAsync("/api/search?q=a+dog&" + query).JsonAsync(400);
        var name = query.Split('&')[^1].Split('=')[0];
        Assert.Contains($"'{name}'", problem.GetProperty("detail").GetString());
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Texts_and_pictures_are_mixed()
    {
        using var client = await server.ClientAsync();
        var first = (await client.FetchAsync("/api/search?q=two+dogs&top=1").JsonAsync()).GetProperty("results")[0];
        var id = first.GetProperty("id").GetString();
        var mixed = await client.PostAsync(
            "/api/search", $$"""{"terms":[{"picture_id":"{{id}}","weight":1},{"text":"a dog","weight":0.2}],"top":3}""")
            .JsonAsync();
        Assert.Equal(first.GetProperty("path").GetString(), Paths(mixed)[0]);
        using var form = Requests.Form(first.GetProperty("path").GetString()!, ("top", "1"));
        var uploaded = await client.PostAsync("/api/search", form, TestContext.Current.CancellationToken).JsonAsync();
        Assert.Equal(first.GetProperty("path").GetString(), Paths(uploaded)[0]);
    }

    [Fact]
    public async Task A_picture_gets_captions_a_label_and_a_likeness()
    {
        using var client = await server.ClientAsync();
        const string dogs = "photos/lomiri-friends.jpg";
        using var form = Requests.Form(dogs, ("top", "3"));
        var captions = await client.PostAsync("/api/caption", form, TestContext.Current.CancellationToken).JsonAsync();
        Assert.Contains(
            captions.GetProperty("results").EnumerateArray(),
            static caption => caption.GetProperty("caption").GetString()!.Contains("dogs"));

        using var labeled = Requests.Form(dogs, ("labels", "two dogs,a car,fruit"), ("templates", "a photo of {}"));
        var label = await client.PostAsync("/api/classify", labeled, TestContext.Current.CancellationToken).JsonAsync();
        Assert.Equal("two dogs", label.GetProperty("label").GetString());
        var probabilities = label.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble());
        Assert.Equal(1, probabilities, 1e-6);
        using var without = Requests.Form(dogs, ("labels", "two dogs,a car"), ("templates", "a photo"));
        await client.PostAsync("/api/classify", without, TestContext.Current.CancellationToken).JsonAsync(422);

        var same = await client.PostAsync("/api/compare", """{"a":"a dog","b":"a dog"}""").JsonAsync();
        Assert.Equal(1, same.GetProperty("cosine").GetDouble(), 1e-5);
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
        await client.FetchAsync("/api/clusters?k=0").JsonAsync(400);
    }

    private static List<string> Paths(JsonElement answer) =>
        [.. answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("path").GetString()!)];
}
