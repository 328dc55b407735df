using System.Text;
using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;
using Clip.Server.Search;
using Microsoft.AspNetCore.Http;

namespace Clip.Tests.Server.Search;

/// <summary>One search, however it is asked for; nothing that is asked for is dropped.</summary>
public sealed class SearchCommandTests
{
    [Theory]
    [InlineData("""{"q":"x","in":"a","camera":["nikon",""],"min_score":0.1}""")]
    [InlineData("""{"q":"x","filter":{"in":"a","camera":["nikon"],"min_score":0.1}}""")]
    [InlineData("""{"q":"x","in":"a","min_score":0.1,"filter":{"camera":"nikon"}}""")]
    [InlineData("""{"terms":["x"],"in":"b","filter":{"in":"a","camera":"nikon","min_score":0.1,"near":null}}""")]
    public void Filters_stand_in_the_body_or_in_its_filter(string json)
    {
        var command = SearchCommand.Of(JsonElement.Parse(json));
        Assert.Equal(("x", "a", 0.1), (command.Query, command.In, command.MinScore));
        Assert.Equal(["nikon"], command.Cameras);
    }

    [Theory]
    [InlineData("""{"q":"x","filter":"drawings"}""", "filter")]
    [InlineData("""{"q":"x","filter":["drawings"]}""", "filter")]
    [InlineData("""{"q":"x","filter":{"folder":"drawings"}}""", "folder")]
    [InlineData("""{"q":"x","folder":"drawings"}""", "folder")]
    [InlineData("""{"query":"x"}""", "query")]
    [InlineData("""{"terms":[{"text":"x","wieght":2}]}""", "wieght")]
    [InlineData("""{"terms":[{"text":""}]}""", "terms[0]")]
    [InlineData("""{"terms":["a"," "]}""", "terms[1]")]
    [InlineData("""{"terms":{"text":"x"}}""", "terms")]
    public void What_means_nothing_is_named(string json, string name)
    {
        var error = Assert.Throws<RequestException>(() => SearchCommand.Of(JsonElement.Parse(json)));
        Assert.Equal((400, name), (error.Status, error.Parameter));
    }

    [Theory]
    [InlineData("camera=")]
    [InlineData("camera=&camera=")]
    public void An_empty_camera_is_none_wherever_it_stands(string fields)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?q=x&" + fields);
        Assert.Empty(SearchCommand.Of(context.Request.Query).Cameras);
        Assert.Empty(SearchCommand.Of(FormOf("q=x&" + fields)).Cameras);
        Assert.Empty(SearchCommand.Of(JsonElement.Parse("""{"q":"x","filter":{"camera":""}}""")).Cameras);
    }

    [Fact]
    public void Forms_hold_terms_and_filter_as_JSON()
    {
        var terms = Uri.EscapeDataString("""[{"text":"y","weight":-0.5}]""");
        var command = SearchCommand.Of(FormOf($"q=x&in=b&terms={terms}&filter=%7B%22in%22%3A%22a%22%7D"));
        Assert.Equal([("x", 1), ("y", -0.5)], command.Terms.Select(static term => (term.Text!, term.Weight)));
        Assert.Equal("a", command.In);
        Assert.Throws<RequestException>(() => SearchCommand.Of(FormOf("q=x&filter=drawings")));
        Assert.Equal(
            "folder", Assert.Throws<RequestException>(() => SearchCommand.Of(FormOf("q=x&folder=a"))).Parameter);
    }

    private static Form FormOf(string fields)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/x-www-form-urlencoded";
        return Form.Parse(context.Request, Encoding.UTF8.GetBytes(fields));
    }
}
