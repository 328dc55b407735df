using System.Net;
using System.Net.Sockets;
using System.Text;
using Clip.Server;

namespace Clip.Tests.Server.Hosting;

/// <summary>Which requests each address answers, and how the others are refused.</summary>
public sealed class AddressTests(GalleryServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_names_of_models_may_have_slashes()
    {
        await using var host = await server.StartAsync(
            options => options.Models.Add(new MountedModelOptions("openai/clip", server.Model)));
        using var client = new HttpClient { BaseAddress = host.Address };
        foreach (var path in (string[])["/v1/models/openai/clip", "/v1/models/openai%2Fclip", "/models/openai%2fclip"])
        {
            var model = await client.FetchAsync(path).JsonAsync();
            Assert.Equal("openai/clip", model.GetProperty("id").GetString());
        }
        var unknown = await client.FetchAsync("/v1/models/openai").JsonAsync(404);
        Assert.Equal("model_not_found", unknown.GetProperty("error").GetProperty("code").GetString());
        await client.FetchAsync("/v1/models").JsonAsync();
    }

    [Theory]
    [InlineData("/", 405)]
    [InlineData("/api/search", 405)]
    [InlineData("/no/such", 404)]
    public async Task Any_method_is_checked_and_answered_with_JSON(string path, int status)
    {
        using var client = await server.ClientAsync();
        foreach (var method in (string[])["PROPFIND", "QUERY", "DELETE"])
        {
            using var answer = await client.SendAsync(new HttpMethod(method), path);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            var foreign = await client.SendAsync(new HttpMethod(method), path, ("Host", "evil.example"))
                .JsonAsync(421);
            Assert.Contains("evil.example", foreign.GetProperty("detail").GetString());
        }
    }

    [Theory]
    [InlineData("DELETE", "/api/search", "GET, HEAD, POST")]
    [InlineData("GET", "/v1/embeddings", "POST")]
    [InlineData("POST", "/api/status", "GET, HEAD")]
    public async Task A_refused_method_is_answered_with_those_that_are_not(string method, string path, string allowed)
    {
        using var client = await server.ClientAsync();
        using var answer = await client.SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("GET", "/v1/embeddings", 405)]
    [InlineData("GET", "/embeddings", 405)]
    [InlineData("POST", "/v1/models", 405)]
    [InlineData("POST", "/v1/chat/completions", 404)]
    public async Task Clients_of_OpenAI_find_its_error_there_too(string method, string path, int status)
    {
        using var client = await server.ClientAsync();
        var answer = await client.SendAsync(new HttpMethod(method), path).JsonAsync(status);
        Assert.Equal(
            answer.GetProperty("detail").GetString(), answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_head_of_the_events_ends()
    {
        using var client = await server.ClientAsync();
        using var answer = await client.SendAsync(HttpMethod.Head, "/api/events");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET /api/search?q=caf%E9&top=1", "")]
    [InlineData("GET /no/such?x=%ff", "")]
    [InlineData("POST /predict", "entries=%7B%7D&text=caf%E9")]
    [InlineData("POST /predict", "entries=%7B%7D&text=caf\u00e9")]
    public async Task What_is_not_UTF_8_is_refused(string request, string body)
    {
        // HttpClient would mend the address.
        using var client = new TcpClient("127.0.0.1", (await server.Host).Address.Port);
        await client.GetStream().WriteAsync(
            Encoding.Latin1.GetBytes(
                $"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {body.Length}\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"),
            Token);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(Token);
        Assert.StartsWith("HTTP/1.1 400", answer);
        Assert.Contains("UTF-8", answer);
    }
}
