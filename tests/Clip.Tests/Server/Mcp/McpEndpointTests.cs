using System.Text.Json;

namespace Clip.Tests.Server.Mcp;

/// <summary>The tools of the Model Context Protocol; its rules are held by the recordings of its clients.</summary>
public sealed class McpEndpointTests(GalleryServer server)
{
    [Fact]
    public async Task Tools_lead_from_a_search_to_its_pictures()
    {
        var found = await CallAsync("search_images", """{"query":"two dogs","limit":3}""");
        var results = found.GetProperty("structuredContent").GetProperty("results");
        Assert.Equal(3, results.GetArrayLength());
        var id = results[0].GetProperty("id").GetString();
        var link = found.GetProperty("content").EnumerateArray()
            .First(static block => block.GetProperty("type").GetString() == "resource_link");
        using var client = await server.ClientAsync();
        using var file = await client.FetchAsync(link.GetProperty("uri").GetString()!);
        Assert.True(file.IsSuccessStatusCode);

        var similar = await CallAsync("find_similar_images", $$"""{"id":"{{id}}","limit":2}""");
        Assert.Equal(2, similar.GetProperty("structuredContent").GetProperty("results").GetArrayLength());
        var captions = await CallAsync("caption_image", $$"""{"id":"{{id}}"}""");
        Assert.NotEqual(0, captions.GetProperty("structuredContent").GetProperty("results").GetArrayLength());
        var label = await CallAsync("classify_image", $$"""{"id":"{{id}}","labels":["dogs","a car"]}""");
        Assert.Equal("dogs", label.GetProperty("structuredContent").GetProperty("label").GetString());
        var shown = await CallAsync("view_images", $$"""{"ids":["{{id}}"]}""");
        Assert.Equal("image/jpeg", shown.GetProperty("content")[2].GetProperty("mimeType").GetString());
        var status = await CallAsync("library_status", "{}");
        Assert.Equal(100, status.GetProperty("structuredContent").GetProperty("pictures").GetInt32());
    }

    [Fact]
    public async Task An_unknown_version_is_repeated_beside_the_known_ones()
    {
        using var client = await server.ClientAsync();
        const string meta = """{"io.modelcontextprotocol/protocolVersion":"1999-01-01"}""";
        var message = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{{{meta}}}}}""";
        var answer = await client.PostAsync("/mcp", message).JsonAsync(400);
        var data = answer.GetProperty("error").GetProperty("data");
        Assert.Equal("1999-01-01", data.GetProperty("requested").GetString());
        Assert.NotEqual(0, data.GetProperty("supported").GetArrayLength());
    }

    [Theory]
    [InlineData("search_images", "{}")]
    [InlineData("search_images", """{"query":"x","limit":"many"}""")]
    [InlineData("search_images", """{"query":"x","limit":2.5}""")]
    [InlineData("search_images", """{"query":"x","folder":"../.."}""")]
    [InlineData("view_images", """{"ids":["0-Li4vLi4vZXRjL3Bhc3N3ZA"]}""")]
    [InlineData("view_images", """{"ids":[]}""")]
    [InlineData("no_such_tool", "{}")]
    public async Task What_goes_wrong_is_told_to_the_model(string tool, string arguments)
    {
        var result = await CallAsync(tool, arguments);
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.NotEmpty(result.GetProperty("content")[0].GetProperty("text").GetString()!);
    }

    private async Task<JsonElement> CallAsync(string tool, string arguments)
    {
        using var client = await server.ClientAsync();
        var message = $$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}
            """;
        return (await client.PostAsync("/mcp", message).JsonAsync()).GetProperty("result");
    }
}
