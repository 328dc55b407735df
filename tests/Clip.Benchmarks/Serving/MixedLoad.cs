using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Clip.Benchmarks.Serving;

/// <summary>What a request got.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Status">The status; 0 where the connection broke.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record MixedAnswer(string Kind, int Status, double Milliseconds);

/// <summary>
/// Clients of all kinds at once: people who search and look, programs that ask for embeddings, and Immich.
/// </summary>
internal sealed class MixedLoad
{
    private static readonly string[] Words =
        ["dog", "beach", "red car", "old house", "mountain", "child", "boat", "night", "flower", "train"];

    private readonly HttpClient _client;
    private readonly List<byte[]> _pictures = [.. Checkout.Pictures().Take(16).Select(File.ReadAllBytes)];
    private readonly List<string> _thumbnails;
    private int _number;

    public MixedLoad(HttpClient client)
    {
        _client = client;
        var address = new Uri("api/search?top=50", UriKind.Relative);
        using var all = JsonDocument.Parse(client.GetStringAsync(address).GetAwaiter().GetResult());
        _thumbnails =
        [
            .. all.RootElement.GetProperty("results").EnumerateArray()
                .Select(static one => one.GetProperty("thumbnail").GetString()![1..]),
        ];
    }

    /// <summary>Runs clients that ask one after the other.</summary>
    /// <param name="clients">How many ask at the same time.</param>
    /// <param name="time">How long.</param>
    public IReadOnlyList<MixedAnswer> Run(int clients, TimeSpan time)
    {
        var answers = new ConcurrentBag<MixedAnswer>();
        var began = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, clients).Select(_ => Task.Run(AskAsync))]);
        return [.. answers];

        async Task AskAsync()
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var (kind, request) = Next(Interlocked.Increment(ref _number));
                var asked = Stopwatch.GetTimestamp();
                var status = await SendAsync(request).ConfigureAwait(false);
                answers.Add(new MixedAnswer(kind, status, Stopwatch.GetElapsedTime(asked).TotalMilliseconds));
                // As clients do that are told to come back, or find nobody.
                if (status is 0 or 429 or 503)
                    await Task.Delay(100).ConfigureAwait(false);
            }
        }
    }

    private (string Kind, HttpRequestMessage Request) Next(int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"a {Words[number % Words.Length]}, number {number}");
        return (number % 10) switch
        {
            < 3 => ("search by a text", Get($"api/search?q={Uri.EscapeDataString(text)}&top=20")),
            3 => ("search by a picture", Post("api/search", Form(number))),
            < 6 => ("embeddings of four texts", Post("v1/embeddings", Json(
                $$"""{"input":["{{text}}","{{text}} b","{{text}} c","{{text}} d"],"encoding_format":"base64"}"""))),
            < 8 => ("thumbnail", Get($"{_thumbnails[number % _thumbnails.Count]}?size={64 << (number / 10 % 4)}")),
            8 => ("Immich's picture", Post("predict", Form(number, ("entries", Entries("visual"))))),
            _ => number % 50 == 9
                ? ("groups", Get("api/clusters?k=5"))
                : ("Immich's text", Post("predict", new MultipartFormDataContent
                {
                    { new StringContent(Entries("textual")), "entries" },
                    { new StringContent(text), "text" },
                })),
        };
    }

    private async Task<int> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using var response = await _client.SendAsync(request).ConfigureAwait(false);
                await response.Content.CopyToAsync(Stream.Null).ConfigureAwait(false);
                return (int)response.StatusCode;
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
            {
                return 0;
            }
        }
    }

    private MultipartFormDataContent Form(int number, params (string Name, string Value)[] fields)
    {
        // Each is other bytes, so that nothing is answered from memory.
        var image = new ByteArrayContent(
            [.. _pictures[number % _pictures.Count], .. BitConverter.GetBytes(number)]);
        image.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { image, "image", "x.jpg" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }

    private static string Entries(string tower) =>
        $$$"""{"clip":{"{{{tower}}}":{"modelName":"clip-mini","options":{}}}}""";

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, new Uri(path, UriKind.Relative));

    private static HttpRequestMessage Post(string path, HttpContent content) =>
        new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
}
