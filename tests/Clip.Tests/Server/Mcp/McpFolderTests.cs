using Clip.Server;
using Clip.Server.Mounting;
using Clip.Tests.Models;

namespace Clip.Tests.Server.Mcp;

/// <summary>The tools where a library has several folders, and how they share the model with others.</summary>
public sealed class McpFolderTests(GalleryServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_whose_file_is_gone_is_that_of_its_own_folder()
    {
        using var parent = new TestFolder();
        await IndexAsync(parent.At("a"), ("x.png", "006.png"), ("like.png", "006.png"), ("other.png", "022.png"));
        await IndexAsync(parent.At("b"), ("x.png", "020.png"), ("like.png", "020.png"));
        File.Delete(parent.At("b", "x.png"));
        await using var connection = StdioConnection.Open(server, parent.At("a"), parent.At("b"));

        var id = PictureId.Of(1, "x.png");
        var similar = await connection.CallAsync("find_similar_images", $$"""{"id":"{{id}}","limit":1}""");

        var first = similar.GetProperty("structuredContent").GetProperty("results")[0];
        Assert.Equal("b/like.png", first.GetProperty("path").GetString());
        // The very file is left out, by its path in its own folder.
        var all = await connection.CallAsync("find_similar_images", """{"path":"a/x.png","limit":10}""");
        var paths = all.GetProperty("structuredContent").GetProperty("results").EnumerateArray()
            .Select(static one => one.GetProperty("path").GetString()).ToList();
        Assert.Equal("a/like.png", paths[0]);
        Assert.DoesNotContain("a/x.png", paths);
    }

    [Theory]
    [InlineData("caption_image", "")]
    [InlineData("classify_image", ""","labels":["a dog","a car"]""")]
    [InlineData("find_similar_images", "")]
    public async Task Pictures_wait_in_the_queue_of_the_model(string tool, string more)
    {
        using var folder = new TestFolder();
        await IndexAsync(folder.Path, ("x.png", "006.png"));
        await File.WriteAllTextAsync(folder.At("x.txt"), "something", Token);
        await IndexAsync(folder.Path);
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "drawings", "020.png"), folder.At("new.png"));
        await using var host = await server.StartAsync(options =>
        {
            options.Libraries.Clear();
            options.Libraries.Add(new MountedLibraryOptions(
                "x", "clip-mini", [new SearchedFolder(IndexLocation.For(folder.Path))])
            { Update = false });
        });
        using var client = new HttpClient { BaseAddress = host.Address };

        var arguments = $$"""{"path":"new.png"{{more}}}""";
        var message = $$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}
            """;
        var result = (await client.PostAsync("/mcp", message).JsonAsync()).GetProperty("result");

        Assert.False(result.GetProperty("isError").GetBoolean(), result.ToString());
        var metrics = await client.GetStringAsync("/metrics", Token);
        Assert.Contains("clip_encoded_items_total{queue=\"clip-mini/picture\"} 1\n", metrics);
    }

    private async Task IndexAsync(string folder, params (string Name, string Drawing)[] pictures)
    {
        foreach (var (name, drawing) in pictures)
        {
            Directory.CreateDirectory(folder);
            File.Copy(Path.Combine(EmbeddedModel.Gallery, "drawings", drawing), Path.Combine(folder, name));
        }
        using var search = new PictureSearch(server.Model, folder);
        await search.UpdateAsync(cancellationToken: Token);
    }
}
