using System.Net.Http.Headers;
using Clip.Server.Mounting;

namespace Clip.Tests.Server.Search;

/// <summary>What <c>/api/classify</c>, <c>/api/compare</c> and their neighbors take.</summary>
public sealed class LabelAndCompareTests(GalleryServer server)
{
    private static readonly string Id = PictureId.Of(0, "photos/lomiri-friends.jpg");

    [Theory]
    [InlineData("\"two dogs, a car\"")]
    [InlineData("[\"two dogs\",\"a car\"]")]
    public async Task A_picture_of_the_library_gets_a_label_of_a_list_or_a_text(string labels)
    {
        using var client = await server.ClientAsync();
        var answer = await client.PostAsync("/api/classify", $$"""{"picture_id":"{{Id}}","labels":{{labels}}}""")
            .JsonAsync();
        Assert.Equal("two dogs", answer.GetProperty("label").GetString());
        Assert.Equal("photos/lomiri-friends.jpg", answer.GetProperty("path").GetString());
        Assert.Equal(2, answer.GetProperty("probabilities").EnumerateObject().Count());
    }

    [Fact]
    public async Task A_picture_of_the_library_is_compared()
    {
        using var client = await server.ClientAsync();
        var item = $$"""{"picture_id":"{{Id}}"}""";
        var same = await client.PostAsync("/api/compare", $$"""{"a":{{item}},"b":{{item}}}""").JsonAsync();
        Assert.Equal(1, same.GetProperty("cosine").GetDouble(), 1e-5);
        await client.PostAsync("/api/compare", """{"a":{"picture_id":"0-eA"},"b":"a dog"}""").JsonAsync(404);
        await client.PostAsync("/api/classify", """{"labels":"a,b"}""").JsonAsync(400);
    }

    [Theory]
    [InlineData("/api/search")]
    [InlineData("/api/classify")]
    [InlineData("/api/caption")]
    [InlineData("/api/compare")]
    public async Task A_file_alone_is_told_how_to_be_sent(string path)
    {
        using var client = await server.ClientAsync();
        var file = new ByteArrayContent([0xFF, 0xD8, 0xFF, 0xE0]);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var problem = await client.PostAsync(path, file, TestContext.Current.CancellationToken).JsonAsync(415);
        Assert.Contains("form", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_search_of_clip_retrieval_takes_a_data_URL_as_an_address()
    {
        using var client = await server.ClientAsync();
        var picture = Convert.ToBase64String(await File.ReadAllBytesAsync(
            Path.Combine(Models.EmbeddedModel.Gallery, "photos", "lomiri-friends.jpg"),
            TestContext.Current.CancellationToken));
        var answer = await client.PostAsync(
            "/knn-service", $$"""{"image_url":"data:image/jpeg; base64,{{picture}}","num_images":1.0}""").JsonAsync();
        Assert.EndsWith($"/{Id}/original", answer[0].GetProperty("url").GetString());
        await client.PostAsync("/knn-service", """{"text":"x","modality":"audio"}""").JsonAsync(400);
    }
}
