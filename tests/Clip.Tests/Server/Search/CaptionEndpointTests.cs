using System.Text.Json;
using Clip.Server;
using Clip.Tests.Models;

namespace Clip.Tests.Server.Search;

/// <summary>Captions and labels, of libraries of several folders too.</summary>
public sealed class CaptionEndpointTests(GalleryServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Captions_come_from_all_folders_of_a_library_and_from_no_other()
    {
        using var parent = new TestFolder();
        // A part of a folder, beside which there is something better, and a folder of its own.
        await IndexAsync(parent, "one", ("in/006.png", "a poor one"), ("beside/020.png", "two dogs lie in the grass"));
        await IndexAsync(parent, "two", ("006.png", "dogs"), ("020.png", "two dogs"));
        await using var host = await server.StartAsync(options =>
        {
            options.Libraries.Clear();
            options.Libraries.Add(new MountedLibraryOptions(
                "both", "clip-mini",
                [
                    new SearchedFolder(IndexLocation.For(parent.At("one")), "in"),
                    new SearchedFolder(IndexLocation.For(parent.At("two"))),
                ])
            { Update = false });
        });
        using var client = new HttpClient { BaseAddress = host.Address };

        using var form = Requests.Form("photos/lomiri-friends.jpg", ("top", "3"));
        var answer = await client.PostAsync("/api/caption", form, Token).JsonAsync();
        var found = answer.GetProperty("results").EnumerateArray().Select(static one => (
            one.GetProperty("caption").GetString(), one.GetProperty("path").GetString())).ToList();
        Assert.Equal(3, found.Count);
        Assert.Equal(
            [("a poor one", "in/006.png"), ("dogs", "two/006.png"), ("two dogs", "two/020.png")], found.Order());

        // The same picture by its path, as a language model names it.
        var message = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call",
            "params":{"name":"caption_image","arguments":{"path":"two/020.png"}}}
            """;
        var result = (await client.PostAsync("/mcp", message).JsonAsync()).GetProperty("result");
        var captions = result.GetProperty("structuredContent").GetProperty("results").EnumerateArray()
            .Select(static one => one.GetProperty("path").GetString());
        Assert.Equal(["in/006.png", "two/006.png", "two/020.png"], captions.Order());
    }

    [Fact]
    public async Task There_are_2_to_100_labels()
    {
        using var client = await server.ClientAsync();
        var image = Convert.ToBase64String(
            await File.ReadAllBytesAsync(Path.Combine(EmbeddedModel.Gallery, "drawings", "006.png"), Token));
        string[] wrong = ["""["dog"]""", """["dog","dog"]""", JsonSerializer.Serialize(
            Enumerable.Range(0, 101).Select(static i => $"dog {i}"))];
        foreach (var labels in wrong)
        {
            var error = await client.PostAsync(
                "/api/classify", $$"""{"image":"{{image}}","labels":{{labels}}}""").JsonAsync(422);
            Assert.Contains("2 to 100 different labels", error.GetProperty("detail").GetString());
            var arguments = $$"""{"path":"drawings/006.png","labels":{{labels}}}""";
            var message = $$$"""
                {"jsonrpc":"2.0","id":1,"method":"tools/call",
                "params":{"name":"classify_image","arguments":{{{arguments}}} } }
                """;
            var result = (await client.PostAsync("/mcp", message).JsonAsync()).GetProperty("result");
            Assert.Contains("2 to 100 different labels", result.ToString());
        }
        var most = JsonSerializer.Serialize(Enumerable.Range(0, 100).Select(static i => $"dog {i}"));
        await client.PostAsync("/api/classify", $$"""{"image":"{{image}}","labels":{{most}}}""").JsonAsync();
        await client.PostAsync(
            "/api/classify", $$"""{"image":"{{image}}","labels":{{most}},"templates":["{}","a {}"]}""").JsonAsync();
    }

    private async Task IndexAsync(TestFolder parent, string name, params (string Path, string Caption)[] pictures)
    {
        foreach (var (path, _) in pictures)
        {
            var drawing = Path.Combine(EmbeddedModel.Gallery, "drawings", Path.GetFileName(path));
            File.Copy(drawing, parent.At([name, .. path.Split('/')]));
        }
        await File.WriteAllLinesAsync(parent.At(name, "captions.jsonl"), pictures.Select(
            static one => $$"""{"image":"{{one.Path}}","caption":"{{one.Caption}}"}"""), Token);
        using var search = new PictureSearch(server.Model, parent.At(name));
        await search.UpdateAsync(cancellationToken: Token);
    }
}
