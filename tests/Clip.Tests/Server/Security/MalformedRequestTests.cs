using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace Clip.Tests.Server.Security;

/// <summary>Requests of real clients with random damage: the server answers or hangs up, and never fails.</summary>
public sealed class MalformedRequestTests(GalleryServer server)
{
    private const int Requests = 400;
    private const int AtATime = 16;

    [Fact]
    public async Task Damaged_requests_harm_nobody()
    {
        var host = await server.Host;
        var originals = await ReadAsync();
        var random = new Random(17);
        var damaged = Enumerable.Range(0, Requests)
            .Select(_ => Damage(originals[random.Next(originals.Count)], random)).ToList();
        var statuses = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            damaged,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = AtATime,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (request, cancellationToken) =>
                statuses.Add(await SendAsync(host.Address.Port, request, cancellationToken)));

        Assert.DoesNotContain(statuses, static status => status.StartsWith('5'));
        Assert.Contains("400", statuses);
        using var client = await server.ClientAsync();
        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("status=\"500\"", metrics);
        await client.PostAsync("/v1/embeddings", """{"input":"a cat"}""").JsonAsync();
    }

    /// <summary>The small requests of the recordings.</summary>
    private static async Task<List<byte[]>> ReadAsync()
    {
        var path = Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "clients", "recordings.tar.gz");
        await using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        await using var archive = new TarReader(unpacked);
        List<byte[]> requests = [];
        while (await archive.GetNextEntryAsync() is { } entry)
        {
            if (!entry.Name.EndsWith(".http", StringComparison.Ordinal) || entry.Length > 4000)
                continue;
            using var content = new MemoryStream();
            await entry.DataStream!.CopyToAsync(content);
            requests.Add(content.ToArray());
        }
        return requests;
    }

    /// <summary>Damages the body of a request, mostly, and gives it the length that the body then has.</summary>
    private static byte[] Damage(byte[] request, Random random)
    {
        var text = Encoding.Latin1.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, body) = (text[..end], new StringBuilder(text[(end + 4)..]));
        string[] pieces =
            ["\0", "\u00ff", "\"", "{", "[", "]", "}", "\r\n", "-1", "1e999", "null", "\\ud800", "--", "%", ":"];
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(body.Length + 1);
            if (random.Next(3) > 0)
                body.Insert(at, pieces[random.Next(pieces.Length)]);
            else
                body.Remove(at, Math.Min(random.Next(40), body.Length - at));
        }
        var lines = head.Split("\r\n").Where(static line =>
            !line.StartsWith("content-length", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("connection", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("transfer-encoding", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("expect", StringComparison.OrdinalIgnoreCase)).ToList();
        if (random.Next(8) == 0)
            lines[0] = lines[0].Insert(random.Next(lines[0].Length), pieces[random.Next(pieces.Length)]);
        if (random.Next(8) == 0)
            lines.Add($"Range: bytes={random.Next(-9, 99)}-{random.Next(-9, 9)}\r\nAccept: {new string('x', 9000)}");
        lines.Add($"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines));
    }

    /// <summary>Sends bytes; now and then only half of them, and leaves.</summary>
    private static async Task<string> SendAsync(int port, byte[] request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        var stream = client.GetStream();
        try
        {
            var isHalf = request.Length % 11 == 0;
            var sent = request.AsMemory(0, isHalf ? request.Length / 2 : request.Length);
            await stream.WriteAsync(sent, cancellationToken);
            if (isHalf)
                return "left";
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            var answer = new byte[64];
            var length = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, patience.Token);
            return length < 12 ? "closed" : Encoding.ASCII.GetString(answer, 9, 3);
        }
        catch (IOException)
        {
            return "closed";
        }
    }
}
