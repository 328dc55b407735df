using System.Text.Json;
using Clip.Server;

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
    [InlineData("cutoff=0")]
    [InlineData("cutoff=1.5")]
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

    [Theory]
    [InlineData("")]
    [InlineData("q=a+dog&")]
    [InlineData("q=a+dog&rank=fused&")]
    public async Task Pages_repeat_and_lose_nothing_while_pictures_are_indexed(string query)
    {
        using var folder = new TestFolder();
        var drawings = Directory.GetFiles(Path.Combine(Models.EmbeddedModel.Gallery, "drawings"))
            .Order(StringComparer.Ordinal).Take(14).ToList();
        foreach (var drawing in drawings.Take(9))
            File.Copy(drawing, Path.Combine(folder.Path, Path.GetFileName(drawing)));
        var location = IndexLocation.For(folder.Path);
        using var search = new PictureSearch(server.Model, location);
        await search.UpdateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var host = await server.StartAsync(options => options.Libraries.Add(
            new MountedLibraryOptions("growing", "clip-mini", [new SearchedFolder(location)]) { Update = false }));
        using var client = new HttpClient { BaseAddress = host.Address };

        List<string> shown = [];
        var token = "";
        for (var page = 0; page < 9 && token is not null; page++)
        {
            var answer = await client.FetchAsync($"/api/search?{query}library=growing&top=2&page_token={token}")
                .JsonAsync();
            shown.AddRange(Paths(answer));
            token = answer.GetProperty("next_page_token").GetString();
            if (page != 1)
                continue;
            foreach (var drawing in drawings.Skip(9))
                File.Copy(drawing, Path.Combine(folder.Path, Path.GetFileName(drawing)));
            File.Delete(Path.Combine(folder.Path, shown[0]));
            await search.UpdateAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
        Assert.Null(token);
        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.Empty(drawings.Take(9).Select(Path.GetFileName).Except(shown));
    }

    [Fact]
    public async Task A_cutoff_leaves_out_what_does_not_fit_and_says_so()
    {
        using var client = await server.ClientAsync();
        var all = await client.FetchAsync("/api/search?q=two+dogs&cutoff=1&top=5").JsonAsync();
        var first = all.GetProperty("results")[0];
        Assert.InRange(first.GetProperty("chance").GetDouble(), 0, 1);
        Assert.Equal(1, all.GetProperty("applied").GetProperty("cutoff").GetDouble());
        var none = await client.PostAsync(
            "/api/search", """{"terms":[{"text":"two dogs"}],"filter":{"cutoff":1e-9}}""").JsonAsync();
        Assert.Empty(Paths(none));
        Assert.Contains("Nothing here looks like that", none.GetProperty("notices")[0].GetString());
    }

    [Fact]
    public async Task JSON_is_JSON_even_where_curl_calls_it_a_form()
    {
        using var client = await server.ClientAsync();
        var body = new StringContent(
            """{"q":"two dogs","top":1}""", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = await client.PostAsync("/api/search", body, TestContext.Current.CancellationToken).JsonAsync();
        Assert.Single(Paths(answer));
    }

    private static List<string> Paths(JsonElement answer) =>
        [.. answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("path").GetString()!)];
}
