using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Clip.Server.Hosting;

namespace Clip.Tests.Server.Hosting;

/// <summary>A server that is told to stop finishes what it is answering, and cancels what does not end.</summary>
public sealed class ShutdownTests(GalleryServer server)
{
    private const string Body = """{"input":"two dogs"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_has_begun_is_answered()
    {
        var host = await server.StartAsync(
            static _ => { }, new ConnectionLimits { Shutdown = TimeSpan.FromMinutes(2) });
        using var client = await BeginAsync(host);
        var stopping = host.StopAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body[5..]), Token);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(Token);
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("\"embedding\"", answer);
        await stopping;
        await host.DisposeAsync();
        await Assert.ThrowsAsync<SocketException>(() => BeginAsync(host));
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_cancelled()
    {
        var host = await server.StartAsync(
            static _ => { }, new ConnectionLimits { Shutdown = TimeSpan.FromSeconds(0.5) });
        using var client = await BeginAsync(host);
        var began = Stopwatch.GetTimestamp();
        // Without the limit, the host would wait 30 seconds.
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(25), Token);
        await host.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds >= 0.4);
        try
        {
            var rest = new byte[1];
            Assert.Equal(0, await client.GetStream().ReadAtLeastAsync(rest, 1, throwOnEndOfStream: false, Token));
        }
        catch (IOException)
        {
            // Reset, which is an end too.
        }
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_the_stop_is_answered_with_an_error()
    {
        var host = await server.StartAsync(
            static options => options.EncodingAfterStop = TimeSpan.Zero,
            new ConnectionLimits { Shutdown = TimeSpan.FromMinutes(2) });
        using var client = new HttpClient { BaseAddress = host.Address };
        var texts = string.Join(',', Enumerable.Range(0, 2000).Select(static i => $"\"text number {i} of many\""));
        var request = client.PostAsync("/v1/embeddings", $$"""{"input":[{{texts}}]}""");
        while (!(await client.GetStringAsync("/metrics", Token)).Contains("clip_encoded_items_total{"))
            await Task.Yield();
        var stopping = host.StopAsync();
        var problem = await request.JsonAsync(503);
        Assert.Contains("stopping", problem.GetProperty("error").GetProperty("message").GetString());
        await stopping;
        await host.DisposeAsync();
    }

    /// <summary>Sends a request up to the middle of its body, and waits until the server has taken it.</summary>
    private static async Task<TcpClient> BeginAsync(ClipServerHost host)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Address.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n"
                + $"Content-Length: {Body.Length}\r\n\r\n"),
            Token);
        var proceed = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await stream.ReadExactlyAsync(proceed, Token);
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(proceed));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Body[..5]), Token);
        return client;
    }
}
