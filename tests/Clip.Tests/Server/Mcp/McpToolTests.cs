using System.Text.Json;
using Clip.Tests.Cli;

namespace Clip.Tests.Server.Mcp;

/// <summary>What the tools answer to a client on this machine.</summary>
public sealed class McpToolTests(GalleryServer server, IndexedGallery gallery)
{
    private const int LargestAnswer = 1_048_576;

    [Fact]
    public async Task A_search_has_rows_a_picture_links_and_what_was_understood()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        var few = await connection.CallAsync(
            "search_images", """{"query":"a lighthouse by the sea","limit":2,"filters":{"folder":"photos"}}""");
        var data = few.GetProperty("structuredContent");
        Assert.Equal(data.ToString(), few.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(2, data.GetProperty("results").GetArrayLength());
        Assert.Equal("photos/kodak-21.jpg", data.GetProperty("results")[0].GetProperty("path").GetString());
        Assert.Equal("photos", data.GetProperty("applied").GetProperty("folder").GetString());
        Assert.False(data.GetProperty("nothing_fits").GetBoolean());
        Assert.Equal(["text", "text", "image", "text", "image", "resource_link", "resource_link"], Types(few));
        var link = few.GetProperty("content")[5].GetProperty("uri").GetString()!;
        Assert.True(File.Exists(new Uri(link).LocalPath), link);

        var many = await connection.CallAsync("search_images", """{"query":"a lighthouse by the sea","limit":50}""");
        Assert.Equal(["text", "image"], Types(many).Take(2));
        Assert.True(many.ToString().Length < LargestAnswer);
    }

    [Fact]
    public async Task Nothing_here_looks_like_that_is_an_answer()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        var result = await connection.CallAsync("search_images", """{"query":"a green frog on a skateboard"}""");
        var data = result.GetProperty("structuredContent");
        Assert.False(result.GetProperty("isError").GetBoolean());
        Assert.True(data.GetProperty("nothing_fits").GetBoolean());
        Assert.Equal(0, data.GetProperty("results").GetArrayLength());
        Assert.Contains("Nothing here looks like that", data.GetProperty("message").GetString());

        var nearest = await connection.CallAsync("search_images", """{"query":"a green frog","cutoff":1,"limit":3}""");
        Assert.Equal(3, nearest.GetProperty("structuredContent").GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task A_picture_is_named_by_path_by_id_or_by_address_and_need_not_be_indexed()
    {
        using var copy = await gallery.CopyAsync();
        File.Copy(copy.At("photos", "kodak-02.jpg"), copy.At("new #1.jpg"));
        await using var connection = StdioConnection.Open(server, copy.Path);
        var address = JsonSerializer.Serialize("file://" + copy.At("new ").Replace('\\', '/') + "%231.jpg");
        foreach (var name in new[] { "\"new #1.jpg\"", JsonSerializer.Serialize(copy.At("new #1.jpg")), address })
        {
            var similar = await connection.CallAsync("find_similar_images", $$"""{"path":{{name}},"limit":1}""");
            var first = similar.GetProperty("structuredContent").GetProperty("results")[0];
            Assert.Equal("photos/kodak-02.jpg", first.GetProperty("path").GetString());
            var id = JsonSerializer.Serialize(first.GetProperty("id").GetString());
            var captions = await connection.CallAsync("caption_image", $$"""{"id":{{id}}}""");
            Assert.Contains("door", captions.GetProperty("structuredContent").ToString());
        }
    }

    [Fact]
    public async Task Nothing_outside_the_roots_is_shown_whatever_names_it()
    {
        using var outside = new TestFolder();
        using var copy = await gallery.CopyAsync();
        var secret = outside.At("secret.jpg");
        File.Copy(copy.At("photos", "kodak-01.jpg"), secret);
        File.CreateSymbolicLink(copy.At("link.jpg"), secret);
        Directory.CreateSymbolicLink(copy.At("photos", "folder"), outside.Path);
        await using var connection = StdioConnection.Open(server, copy.At("photos"), copy.At("drawings"));
        string[] names =
        [
            secret, "../link.jpg", "photos/../link.jpg", "photos/../../link.jpg", "photos/folder/secret.jpg",
            copy.At("link.jpg"), "folder/secret.jpg", $"file://{secret}", "/etc/hostname", "\0", "photos\\..\\link.jpg",
        ];
        foreach (var name in names)
        {
            var path = JsonSerializer.Serialize(name);
            var result = await connection.CallAsync("view_images", $$"""{"paths":[{{path}}]}""");
            Assert.True(result.GetProperty("isError").GetBoolean(), name);
            Assert.Equal(["text"], Types(result));
            result = await connection.CallAsync("classify_image", $$"""{"path":{{path}},"labels":["a","b"]}""");
            Assert.True(result.GetProperty("isError").GetBoolean(), name);
        }
    }

    [Fact]
    public async Task Pictures_are_shown_one_by_one_or_on_a_sheet_and_a_bad_one_does_not_hide_the_others()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        var few = await connection.CallAsync(
            "view_images", """{"paths":["photos/kodak-01.jpg","captions.jsonl","no.jpg"]}""");
        Assert.Equal(["text", "text", "image"], Types(few).Take(3));
        var pictures = few.GetProperty("structuredContent").GetProperty("pictures");
        Assert.Equal(
            [false, true, true],
            pictures.EnumerateArray().Select(static picture => picture.TryGetProperty("error", out _)));
        var paths = string.Join(',', Enumerable.Range(1, 12).Select(static i => $"\"photos/kodak-{i:00}.jpg\""));
        var many = await connection.CallAsync("view_images", $$"""{"paths":[{{paths}}]}""");
        Assert.Equal(["text", "image"], Types(many).Take(2));
        Assert.True(many.ToString().Length < LargestAnswer);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused_by_its_size()
    {
        using var copy = await gallery.CopyAsync();
        await using (var file = File.Create(copy.At("huge.jpg")))
            file.SetLength(8L << 30); // sparse: reading it would take minutes and memory
        await using var connection = StdioConnection.Open(server, copy.Path);
        var result = await connection.CallAsync("classify_image", """{"path":"huge.jpg","labels":["a","b"]}""");
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains("too large", result.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("""{"query":"x","colour":"red"}""", "no argument 'colour'")]
    [InlineData("""{"query":"x","filters":{"colour":"red"}}""", "no argument 'colour'")]
    [InlineData("""{"query":"x","date_from":"2021","date_to":"2020"}""", "'date_to' is before")]
    [InlineData("""{"query":"x","date_from":"soon"}""", "'date_from' is not a date")]
    [InlineData("""{"query":"x","near":"north"}""", "'near' is not a place")]
    [InlineData("""{"query":"x","cutoff":2}""", "'cutoff' must be")]
    [InlineData("""{"query":"x","limit":51}""", "'limit' must be from 1 to 50")]
    [InlineData("""{"query":"x","folder":"../.."}""", "'folder' must be a folder")]
    [InlineData("""["x"]""", "must be a JSON object")]
    public async Task An_argument_that_is_wrong_is_named(string arguments, string problem)
    {
        using var client = await server.ClientAsync();
        var message = $$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_images","arguments":{{{arguments}}}}}
            """;
        var result = (await client.PostAsync("/mcp", message).JsonAsync()).GetProperty("result");
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains(problem, result.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_filter_that_leaves_nothing_says_which_one()
    {
        await using var connection = StdioConnection.Open(server, await gallery.Folder);
        var result = await connection.CallAsync(
            "search_images", """{"query":"x","date_from":"2020","date_to":"2020"}""");
        var data = result.GetProperty("structuredContent");
        Assert.Equal("2020", data.GetProperty("applied").GetProperty("date_to").GetString());
        Assert.Contains("date_from and date_to 0 of 100", data.GetProperty("message").GetString());
    }

    private static List<string> Types(JsonElement result) =>
        [.. result.GetProperty("content").EnumerateArray().Select(static b => b.GetProperty("type").GetString()!)];
}
