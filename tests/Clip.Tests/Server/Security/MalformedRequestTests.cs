using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Clip.Server.Bodies;
using Clip.Server.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Clip.Tests.Server.Security;

/// <summary>Requests that are wrong in all kinds of ways: the server answers or hangs up, and never fails.</summary>
public sealed class MalformedRequestTests(GalleryServer server)
{
    private const int AtATime = 16;

    [Theory]
    [InlineData(17, 2_000)]
    [InlineData(29, 20_000)]
    public async Task They_harm_nobody(int seed, int count)
    {
        if (count > 2_000)
            LongTests.SkipUnlessAskedFor();
        await using var host = await server.StartAsync(static _ => { });
        var recorded = await MalformedRequests.RecordedAsync();
        var malformed = new MalformedRequests(new Random(seed));
        var requests = Enumerable.Range(0, count).Select(_ => malformed.Next(recorded)).ToList();
        var statuses = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = AtATime,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (request, cancellationToken) => statuses.TryAdd(
                await SendAsync(host.Address.Port, request, cancellationToken),
                Encoding.Latin1.GetString(request.Bytes)));

        // 505 is the answer to an unknown version of HTTP.
        Assert.Empty(statuses.Where(static status => status.Key.StartsWith('5') && status.Key != "505")
            .Select(static status => $"{status.Key}: {Uri.EscapeDataString(status.Value)}"));
        Assert.Contains("400", statuses.Keys);
        Assert.Contains("404", statuses.Keys);
        using var client = new HttpClient { BaseAddress = host.Address };
        await client.PostAsync("/v1/embeddings", """{"input":"a cat"}""").JsonAsync();
        // Waits for the requests of clients that have left.
        await host.StopAsync();
        var metrics = host.Services.GetRequiredService<ServerMetrics>().ToPrometheus();
        Assert.DoesNotContain("status=\"500\"", metrics);
        Assert.Contains("clip_requests_running 0\n", metrics);
        Assert.Equal(0, host.Services.GetRequiredService<BodyBudget>().Taken);
    }

    /// <summary>Sends a request and returns the status of its answer, or how it ended without one.</summary>
    private static async Task<string> SendAsync(
        int port, (byte[] Bytes, Sending Sending) request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request.Bytes, cancellationToken);
            if (request.Sending == Sending.Left)
                return "left";
            // Whoever sends too little says so, or waiting for the rest would take the server's whole patience.
            client.Client.Shutdown(SocketShutdown.Send);
            var answer = new byte[64];
            var length = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, cancellationToken);
            return length < 12 ? "closed" : Encoding.ASCII.GetString(answer, 9, 3);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return "closed";
        }
    }
}
