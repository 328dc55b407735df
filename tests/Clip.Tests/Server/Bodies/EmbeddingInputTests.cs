using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Tests.Server.Bodies;

/// <summary>Items that are a text or a picture, in all forms that clients send.</summary>
public sealed class EmbeddingInputTests
{
    [Theory]
    [InlineData("\"a cat\"", "a cat", null)]
    [InlineData("""{"text":"a cat"}""", "a cat", null)]
    [InlineData("""{"text":"a cat","image":""}""", "a cat", null)]
    [InlineData("""{"text":"a cat","image":null,"url":null}""", "a cat", null)]
    [InlineData("""{"text":"","image":"AAAA"}""", null, "AAAA")]
    [InlineData("""{"text":null,"image_url":{"url":"AAAA"}}""", null, "AAAA")]
    [InlineData("""{"text":"","image":""}""", "", null)]
    public void One_of_both_is_taken(string json, string? text, string? picture)
    {
        var input = EmbeddingInput.Read(JsonElement.Parse(json), "input", arePictures: false);
        Assert.Equal((text, picture), (input.Text, input.Picture));
    }

    [Theory]
    [InlineData("""{"text":"a cat","image":"AAAA"}""")]
    [InlineData("""{"text":"a cat","image_url":{"url":"AAAA"}}""")]
    [InlineData("{}")]
    [InlineData("5")]
    public void Both_and_none_are_refused(string json)
    {
        var error = Assert.Throws<RequestException>(
            () => EmbeddingInput.Read(JsonElement.Parse(json), "input", arePictures: false));
        Assert.Equal((400, "input"), (error.Status, error.Parameter));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("3.0", 3)]
    [InlineData("3e0", 3)]
    [InlineData("-2.0", -2)]
    [InlineData("3.5", null)]
    [InlineData("1e10", null)]
    [InlineData("1e400", null)]
    [InlineData("\"3\"", null)]
    public void Whole_numbers_may_be_written_as_JSON_Schema_allows(string number, int? expected)
    {
        var body = JsonElement.Parse($$"""{"top":{{number}}}""");
        if (expected is null)
            Assert.Equal("top", Assert.Throws<RequestException>(() => body.Integer("top")).Parameter);
        else
            Assert.Equal(expected, body.Integer("top"));
    }
}
