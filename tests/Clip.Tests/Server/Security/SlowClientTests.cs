using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Clip.Server.Hosting;

namespace Clip.Tests.Server.Security;

/// <summary>Clients that send slowly, or nothing, lose their connections, and others are answered meanwhile.</summary>
public sealed class SlowClientTests(GalleryServer server)
{
    private static readonly ConnectionLimits Short = new()
    {
        Headers = TimeSpan.FromSeconds(1),
        Idle = TimeSpan.FromSeconds(1),
        SlowGrace = TimeSpan.FromSeconds(1.1),
        Shutdown = TimeSpan.FromSeconds(0.5),
        MostConnections = 8,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slow_headers_slow_bodies_and_idle_connections_are_closed()
    {
        await using var host = await server.StartAsync(static _ => { }, Short);
        string[] beginnings =
        [
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{\"input\":\"",
            "POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
            "",
        ];
        var began = Stopwatch.GetTimestamp();
        var clients = beginnings.Select(beginning => DripAsync(host.Address.Port, beginning)).ToList();
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal("ok\n", await client.GetStringAsync("/healthz", Token));
        // The limits of the server itself are 30 seconds and more.
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(25), Token);
        Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds >= 0.5);
        Assert.Equal("ok\n", await client.GetStringAsync("/healthz", Token));
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_at_once()
    {
        await using var host = await server.StartAsync(static _ => { }, Short with
        {
            MostConnections = 2,
            Headers = TimeSpan.FromSeconds(30),
        });
        using var first = await ConnectAsync(host.Address.Port);
        using var second = await ConnectAsync(host.Address.Port);
        foreach (var client in (TcpClient[])[first, second])
            await client.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), Token);
        // Connections are counted when the server takes them, in their order.
        using var third = await ConnectAsync(host.Address.Port);
        Assert.Equal("", await ReadAllAsync(third));
        await first.GetStream().WriteAsync("Connection: close\r\n\r\n"u8.ToArray(), Token);
        Assert.StartsWith("HTTP/1.1 200", await ReadAllAsync(first));
    }

    /// <summary>Sends a beginning and a byte now and then, until the server hangs up.</summary>
    private static async Task DripAsync(int port, string beginning)
    {
        using var client = await ConnectAsync(port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), Token);
        var closed = ReadAllAsync(client);
        while (await Task.WhenAny(closed, Task.Delay(100, Token)) != closed)
        {
            try
            {
                if (beginning.Length > 0)
                    await stream.WriteAsync("x"u8.ToArray(), Token);
            }
            catch (IOException)
            {
                break;
            }
        }
        Assert.DoesNotContain("HTTP/1.1 5", await closed);
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Token);
        return client;
    }

    private static async Task<string> ReadAllAsync(TcpClient client)
    {
        using var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer, Token);
        }
        catch (IOException)
        {
            // Reset, which is a way to hang up too.
        }
        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
