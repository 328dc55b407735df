using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Clip.Tests.Models;

namespace Clip.Tests.Server.Pictures;

/// <summary>The facts, thumbnails and files of pictures, and nothing else of this machine.</summary>
public sealed class PictureEndpointTests(GalleryServer server)
{
    private const string Picture = "photos/lomiri-friends.jpg";

    private static string Id(string path, int folder = 0) =>
        $"{folder}-{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(path))}";

    [Fact]
    public async Task A_thumbnail_is_made_once_and_confirmed_by_its_tag()
    {
        using var client = await server.ClientAsync();
        var address = $"/api/pictures/{Id(Picture)}/thumbnail?size=100";
        using var first = await client.FetchAsync(address);
        var jpeg = await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("image/jpeg", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        using var again = await client.SendAsync(
            HttpMethod.Get, address, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_original_is_sent_whole_or_in_parts()
    {
        using var client = await server.ClientAsync();
        var file = await File.ReadAllBytesAsync(
            Path.Combine(EmbeddedModel.Gallery, Picture), TestContext.Current.CancellationToken);
        var address = $"/api/pictures/{Id(Picture)}/original";
        Assert.Equal(file, await client.GetByteArrayAsync(address, TestContext.Current.CancellationToken));
        var part = new HttpRequestMessage(HttpMethod.Get, address);
        part.Headers.Range = new RangeHeaderValue(10, 19);
        using var response = await client.SendAsync(part, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(file[10..20], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Facts_and_neighbors_are_found_by_id()
    {
        using var client = await server.ClientAsync();
        var facts = await client.FetchAsync($"/api/pictures/{Id(Picture)}").JsonAsync();
        Assert.Equal((Picture, 511, 768), (
            facts.GetProperty("path").GetString(), facts.GetProperty("width").GetInt32(),
            facts.GetProperty("height").GetInt32()));
        Assert.Contains("dogs", facts.GetProperty("captions")[0].GetString());
        var similar = await client.FetchAsync($"/api/pictures/{Id(Picture)}/similar?top=5").JsonAsync();
        var paths = similar.GetProperty("results").EnumerateArray()
            .Select(static result => result.GetProperty("path").GetString()).ToList();
        Assert.Equal(5, paths.Count);
        Assert.DoesNotContain(Picture, paths);
    }

    [Theory]
    [InlineData("../../../etc/passwd", 0)]
    [InlineData("/etc/passwd", 0)]
    [InlineData("photos/../captions.jsonl", 0)]
    [InlineData("captions.jsonl", 0)]
    [InlineData(".clip/catalog.db", 0)]
    [InlineData(Picture, 7)]
    public async Task What_is_no_picture_of_the_library_does_not_exist(string path, int folder)
    {
        using var client = await server.ClientAsync();
        foreach (var part in (string[])["", "/thumbnail", "/original", "/similar"])
        {
            var problem = await client.FetchAsync($"/api/pictures/{Id(path, folder)}{part}").JsonAsync(404);
            Assert.DoesNotContain("/etc", problem.GetProperty("detail").GetString());
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0-")]
    [InlineData("0-%2e%2e%2f")]
    [InlineData("99999999999-aa")]
    [InlineData("-1-aa")]
    [InlineData("0-gA")]
    public async Task An_id_that_is_none_is_not_found(string id)
    {
        using var client = await server.ClientAsync();
        await client.FetchAsync($"/api/pictures/{id}/original").JsonAsync(404);
    }
}
