using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Clip.Benchmarks.Serving;

/// <summary>The requests of a load.</summary>
internal static class Calls
{
    private static readonly string[] Words =
        ["dog", "beach", "red car", "old house", "mountain", "child", "boat", "night", "flower", "train"];

    private static readonly Lazy<IReadOnlyList<byte[]>> Pictures =
        new(static () => [.. Checkout.Pictures().Take(8).Select(File.ReadAllBytes)]);

    /// <summary>Asks for the embeddings of so many texts, which are different for each number.</summary>
    public static Task<int> EmbedAsync(HttpClient client, int number, int texts)
    {
        var inputs = Enumerable.Range(0, texts).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"\"a photo of a {Text(number + i)}, number {number}\""));
        return PostAsync(client, "v1/embeddings", new StringContent(
            $$"""{"input":[{{string.Join(',', inputs)}}],"encoding_format":"base64"}""", Encoding.UTF8,
            "application/json"));
    }

    /// <summary>One of what people do: search, look at pictures, search by a picture, ask for embeddings.</summary>
    public static async Task<int> MixedAsync(HttpClient client, int number)
    {
        switch (number % 10)
        {
            case < 5:
                return await GetAsync(client, $"api/search?q={Text(number)}+{number}&top=20").ConfigureAwait(false);
            case < 7:
                return await EmbedAsync(client, number, texts: 4).ConfigureAwait(false);
            case 7:
                var image = new ByteArrayContent(Pictures.Value[number / 10 % Pictures.Value.Count]);
                image.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                using (var form = new MultipartFormDataContent { { image, "image", "x.jpg" } })
                    return await PostAsync(client, "api/search", form).ConfigureAwait(false);
            case 8:
                return await GetAsync(client, $"api/search?top=20&page_token=").ConfigureAwait(false);
            default:
                return await GetAsync(client, "api/clusters?k=5").ConfigureAwait(false);
        }
    }

    private static string Text(int number) => Words[number % Words.Length];

    private static async Task<int> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative)).ConfigureAwait(false);
        await response.Content.CopyToAsync(Stream.Null).ConfigureAwait(false);
        return (int)response.StatusCode;
    }

    private static async Task<int> PostAsync(HttpClient client, string path, HttpContent content)
    {
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content).ConfigureAwait(false);
        await response.Content.CopyToAsync(Stream.Null).ConfigureAwait(false);
        return (int)response.StatusCode;
    }
}
