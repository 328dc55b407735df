using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Clip.Server.Bodies;
using Clip.Server.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Clip.Tests.Server.Security;

/// <summary>
/// A body that arrives too slowly, or not to its end, is answered with 408 wherever bodies are read; others are
/// answered meanwhile, and nothing of it is left.
/// </summary>
public sealed class SlowBodyTests(GalleryServer server)
{
    private const string Boundary = "Content-Type: multipart/form-data; boundary=b\r\n";

    private static readonly ConnectionLimits Impatient = new() { SlowGrace = TimeSpan.FromSeconds(1.1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stops")]
    [InlineData("drips")]
    public async Task A_body_that_stops_or_drips_is_answered_with_408(string how)
    {
        using var log = new LogLines(LogLevel.Information);
        await using var host = await server.StartAsync(
            static _ => { }, listen => listen with { Limits = Impatient },
            builder => builder.Logging.AddProvider(log));
        var (drips, requests) = (how == "drips", Requests(host).ToList());
        var began = Stopwatch.GetTimestamp();
        var slow = requests.Select(request => SendAsync(host.Address.Port, request, drips)).ToList();
        using var client = new HttpClient { BaseAddress = host.Address };
        for (var i = 0; i < 10; i++)
        {
            await client.PostAsync("/api/search", """{"terms":[{"text":"a dog"}]}""").JsonAsync();
            await client.PostAsync("/api/search", Server.Requests.Form("drawings/006.png"), Token).JsonAsync();
        }
        // The server's own limit is 5 seconds; without one, a body that stops is waited for without an end.
        var answers = await Task.WhenAll(slow).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds >= 1);

        foreach (var (request, answer) in requests.Zip(answers))
        {
            // Who goes on sending while the server hangs up may not get to read why.
            if (drips && answer.Length == 0)
                continue;
            Assert.True(answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), $"{request}: {answer}");
            Assert.Contains("The request's body arrived too slowly.", answer);
            Assert.Contains("json", answer);
        }
        Assert.Equal(requests.Count, log.Lines.Count(static line =>
            line.EndsWith("answered 408: The request's body arrived too slowly.", StringComparison.Ordinal)));
        Assert.DoesNotContain(log.Lines, static line => line.Contains("failed", StringComparison.Ordinal));
        Assert.Equal(0, host.Services.GetRequiredService<BodyBudget>().Taken);
        var metrics = await client.GetStringAsync("/metrics", Token);
        Assert.Contains("clip_requests_running 1\n", metrics);
        Assert.Contains("clip_requests_total{route=\"/api/search\",status=\"408\"} 3\n", metrics);
    }

    [Fact]
    public async Task The_description_names_the_408_of_every_address_that_takes_a_body()
    {
        using var client = await server.ClientAsync();
        var paths = (await client.FetchAsync("/openapi/v1.json").JsonAsync()).GetProperty("paths");
        Assert.All(Paths(await server.Host), path => Assert.True(
            paths.GetProperty(path).GetProperty("post").GetProperty("responses").TryGetProperty("408", out _)));
    }

    private static List<string> Paths(ClipServerHost host)
    {
        List<string> paths =
        [
            .. host.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints)
                .OfType<RouteEndpoint>().Where(static endpoint =>
                    endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
                .Select(static endpoint => endpoint.RoutePattern.RawText!),
        ];
        Assert.Superset(new HashSet<string> { "/api/search", "/predict", "/v1/embeddings", "/mcp" }, paths.ToHashSet());
        return paths;
    }

    /// <summary>The beginnings of requests to every address that takes a body.</summary>
    private static IEnumerable<string> Requests(ClipServerHost host)
    {
        foreach (var path in Paths(host))
        {
            var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\n";
            yield return $"{head}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{\"input\":\"a dog";
            yield return $"{head}{Boundary}Transfer-Encoding: chunked\r\n\r\n50000\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"image\"; filename=\"x.jpg\"\r\n\r\nJFIF";
            yield return $"{head}Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n"
                + ZippedBeginning();
        }
    }

    /// <summary>Sends the beginning of a request, and byte by byte what follows or nothing.</summary>
    /// <returns>The answer.</returns>
    private static async Task<string> SendAsync(int port, string beginning, bool drips)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), Token);
        var answer = ReadAsync(stream);
        while (drips && await Task.WhenAny(answer, Task.Delay(100, Token)) != answer)
        {
            try
            {
                await stream.WriteAsync("x"u8.ToArray(), Token);
            }
            catch (IOException)
            {
                break;
            }
        }
        return await answer;
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Token);
        }
        catch (IOException)
        {
            // Reset, which is a way to hang up too.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Where a compressed body begins whose bytes stand for themselves, whatever follows.</summary>
    private static string ZippedBeginning()
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.NoCompression))
            zip.Write(Encoding.UTF8.GetBytes(new string('x', 20_000)));
        return Encoding.Latin1.GetString(bytes.ToArray()[..100]);
    }
}
