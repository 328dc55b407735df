namespace Clip.Tests.Server.OpenAi;

/// <summary>What <c>/v1/embeddings</c> refuses; what it answers is held by the recordings of its clients.</summary>
public sealed class EmbeddingsEndpointTests(GalleryServer server)
{
    [Theory]
    [InlineData("""{"input":"http://x/y.wav","modality":"audio"}""", "modality")]
    [InlineData("""{"input":"a cat","modality":"video"}""", "modality")]
    [InlineData("""{"input":[{"text":"a cat","image":"AAAA"}]}""", "input[0]")]
    [InlineData("""{"input":[{"text":"","image":""}]}""", "input")]
    [InlineData("""{"input":"a cat","dimensions":1.5}""", "dimensions")]
    public async Task A_request_that_cannot_be_meant_so_is_refused(string json, string parameter)
    {
        using var client = await server.ClientAsync();
        var answer = await client.PostAsync("/v1/embeddings", json).JsonAsync(400);
        Assert.Equal(parameter, answer.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Texts_are_the_usual_modality_and_dimensions_may_be_written_with_a_point()
    {
        using var client = await server.ClientAsync();
        foreach (var modality in (string[])["null", "\"\"", "\"text\""])
        {
            var json = $$"""{"input":"a cat","modality":{{modality}},"dimensions":3.0}""";
            var answer = await client.PostAsync("/v1/embeddings", json).JsonAsync();
            Assert.Equal(3, answer.GetProperty("data")[0].GetProperty("embedding").GetArrayLength());
        }
    }
}
