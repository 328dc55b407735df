using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Clip.Tests.Server.Security;

/// <summary>How a request is sent.</summary>
internal enum Sending
{
    /// <summary>As a whole, and the answer is read.</summary>
    Whole,

    /// <summary>In part, after which the client says that it sends no more, and reads.</summary>
    HalfClosed,

    /// <summary>In part, after which the client leaves.</summary>
    Left,
}

/// <summary>Makes requests that are wrong in all kinds of ways, the same ones for the same seed.</summary>
internal sealed class MalformedRequests(Random random)
{
    private static readonly string[] Pieces =
        ["\0", "\u00ff", "\"", "{", "[", "]", "}", "\r\n", "-1", "1e999", "null", "\\ud800", "--", "%", ":"];

    private static readonly string[] Posts =
    [
        "/api/search", "/api/caption", "/api/classify", "/api/compare", "/v1/embeddings", "/embeddings", "/predict",
        "/knn-service", "/metadata", "/mcp", "/embed", "/api/embed", "/api/show", "/vectorize", "/",
    ];

    private static readonly string[] Gets =
    [
        "/api/search?top=", "/api/search?page_token=", "/api/search?near=", "/api/search?after=", "/api/map?method=",
        "/api/map?x=", "/api/clusters?k=", "/api/duplicates?threshold=", "/api/pictures/", "/api/pictures/0-",
        "/v1/models/", "/page/", "/%", "/..%2f..%2fetc/passwd", "/api/pictures/0-Li4vLi4/original?",
    ];

    private static readonly string[] Members =
    [
        "input", "model", "encoding_format", "dimensions", "terms", "filter", "top", "image", "labels", "a", "b",
        "entries", "ids", "text", "num_images", "jsonrpc", "method", "params", "id", "inputs", "page_token", "weight",
    ];

    /// <summary>A request and how it is sent.</summary>
    /// <param name="recorded">Requests of real clients.</param>
    public (byte[] Bytes, Sending Sending) Next(IReadOnlyList<byte[]> recorded)
    {
        var bytes = random.Next(8) switch
        {
            0 => Damaged(recorded[random.Next(recorded.Count)]),
            1 or 2 => Request("POST", Any(Posts), "Content-Type: application/json", Json(0)),
            3 => Request("POST", Any(Posts), "Content-Type: multipart/form-data; boundary=b", Multipart()),
            4 => Request("POST", Any(Posts), $"Content-Encoding: {Any(["gzip", "br", "deflate", "x"])}", Noise(200)),
            5 => Request("GET", Any(Gets) + Escaped(Noise(12)), Header(), ""),
            6 => Request(Any(["GET", "HEAD", "BREW", "OPTIONS", "get"]), Any(Gets) + "1", Range(), ""),
            _ => Framing(),
        };
        return random.Next(10) switch
        {
            0 => (bytes[..random.Next(1, bytes.Length)], Sending.HalfClosed),
            1 => (bytes[..random.Next(1, bytes.Length)], Sending.Left),
            _ => (bytes, Sending.Whole),
        };
    }

    /// <summary>The small requests of the recordings.</summary>
    public static async Task<List<byte[]>> RecordedAsync()
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
    private byte[] Damaged(byte[] request)
    {
        var text = Encoding.Latin1.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, body) = (text[..end], new StringBuilder(text[(end + 4)..]));
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(body.Length + 1);
            if (random.Next(3) > 0)
                body.Insert(at, Any(Pieces));
            else
                body.Remove(at, Math.Min(random.Next(40), body.Length - at));
        }
        var lines = head.Split("\r\n").Where(static line =>
            !line.StartsWith("content-length", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("connection", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("transfer-encoding", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("expect", StringComparison.OrdinalIgnoreCase)).ToList();
        if (random.Next(4) == 0)
            lines[0] = lines[0].Insert(random.Next(lines[0].Length), Any(Pieces));
        lines.Add($"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines));
    }

    private static byte[] Request(string method, string target, string header, string body) =>
        Encoding.Latin1.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nContent-Length: {body.Length}\r\n"
            + $"Connection: close\r\n\r\n{body}");

    /// <summary>A value with members that endpoints know and values that they do not expect.</summary>
    private string Json(int depth) => random.Next(depth < 3 ? 9 : 6) switch
    {
        0 => Any(["0", "-1", "1e999", "9223372036854775808", "0.5", "-0"]),
        1 => Any(["null", "true", "nul", "NaN", ""]),
        2 => "\"\\ud800\"",
        3 => $"\"{Escaped(Noise(8))}\"",
        4 => Any(["\"data:image/png;base64,AAAA\"", "\"http://127.0.0.1/\"", "\"====\""]),
        5 => new string('[', random.Next(100)),
        6 => $"[{Json(depth + 1)},{Json(depth + 1)}]",
        _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(5)).Select(
            _ => $"\"{Any(Members)}\":{Json(depth + 1)}")) + "}",
    };

    private string Multipart()
    {
        var body = new StringBuilder();
        for (var i = random.Next(4); i >= 0; i--)
        {
            var name = Any(["image", "entries", "text", "labels", "a", "", "\"", new string('n', 300)]);
            body.Append($"--b\r\nContent-Disposition: form-data; name=\"{name}\"{Any(["", "; filename=x", ";;="])}");
            body.Append(Any(["\r\n\r\n", "\n\n", "\r\n", ""])).Append(Noise(60)).Append("\r\n");
        }
        return body.Append(Any(["--b--\r\n", "--b--", "--b", ""])).ToString();
    }

    private string Header() => random.Next(8) switch
    {
        0 => $"Accept: {new string('x', 40_000)}",
        1 => $"Authorization: Bearer {Escaped(Noise(20))}",
        2 => $"Origin: {Any(["null", "https://evil.example", "http://[::", "file://"])}",
        3 => $"Cookie: {Noise(30)}",
        4 => $"X-Forwarded-Host: {Escaped(Noise(5))}\r\nX-Original-Host: {Any(["xn--a", "[", "a:b:c", "localhost"])}",
        5 => "Host: other",
        6 => string.Concat(Enumerable.Repeat("X: y\r\n", 150)) + "Z: z",
        _ => $"If-None-Match: {Any(["*", "\"", "W/\"x\"", ",,,"])}",
    };

    private string Range() =>
        $"Range: {Any(["bytes=", "bits=", "bytes="])}{random.Next(-9, 99)}-{random.Next(-9, 9)},{Noise(4)}";

    /// <summary>What is wrong with the length of a body, or with the very first line.</summary>
    private byte[] Framing() => Encoding.Latin1.GetBytes(random.Next(7) switch
    {
        0 => "POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        1 => "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n{}",
        2 => "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{}",
        3 => "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        4 => "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        5 => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Noise(40),
        _ => Noise(80) + "\r\n\r\n",
    });

    private string Noise(int length) =>
        string.Concat(Enumerable.Range(0, random.Next(1, length + 1)).Select(_ => (char)random.Next(1, 256)));

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private string Any(string[] choices) => choices[random.Next(choices.Length)];
}
