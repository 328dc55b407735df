using System.Globalization;
using System.Text;
using System.Text.Json;
using Clip.Server.Mounting;
using Microsoft.Playwright;

namespace Clip.Tests.Server.Page;

/// <summary>Answers that a test gives in place of the server, where the gallery has no such pictures.</summary>
internal static class PageStubs
{
    /// <summary>The number of pictures of <see cref="ManyPicturesAsync"/>.</summary>
    public const int Many = 100_000;

    // Pages as the server gives them first, then larger ones, because the tests wait for each.
    private const int PageLength = 500;
    private const int DeepPage = 4_000;
    private const int DeepPageLength = 2_000;

    private static readonly string[] Paths = [.. Enumerable.Range(1, 24).Select(i => $"photos/kodak-{i:00}.jpg")];

    // A gray pixel.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAHd3dwAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==");

    /// <summary>Groups, copies and places on a map, as the server answers them.</summary>
    public static async Task CollectionsAsync(IPage page)
    {
        await JsonAsync(page, "**/api/map*", new
        {
            results = Paths.Select((path, i) => new
            {
                path,
                id = Id(path),
                x = Math.Cos(i) * i,
                y = Math.Sin(i) * i,
                group = i % 3,
            }),
        });
        await JsonAsync(page, "**/api/clusters*", new
        {
            results = Paths.Chunk(8).Select((paths, i) => new
            {
                cluster = i + 1,
                name = $"things {i + 1}",
                size = paths.Length,
                paths,
                ids = paths.Select(Id),
            }),
        });
        await JsonAsync(page, "**/api/duplicates*", new
        {
            results = Paths.Chunk(2).Select((paths, i) => new
            {
                group = i + 1,
                paths,
                ids = paths.Select(Id),
                score = i == 0 ? 1 : 0.97,
                exact = i == 0,
            }),
        });
    }

    /// <summary>A hundred thousand pictures for every search, in pages.</summary>
    public static async Task ManyPicturesAsync(IPage page)
    {
        await page.RouteAsync("**/api/search*", route =>
        {
            var query = new Uri(route.Request.Url).Query;
            var at = query.IndexOf("page_token=", StringComparison.Ordinal);
            var first = at < 0 ? 0 : int.Parse(query[(at + 11)..].Split('&')[0], CultureInfo.InvariantCulture);
            return route.FulfillAsync(new() { ContentType = "application/json", Body = PageOf(first) });
        });
        await page.RouteAsync(
            "**/thumbnail*",
            static route => route.FulfillAsync(new() { ContentType = "image/gif", BodyBytes = Pixel }));
    }

    private static string PageOf(int first)
    {
        var json = new StringBuilder("{\"results\":[");
        var end = first + (first < DeepPage ? PageLength : DeepPageLength);
        for (var i = first; i < end; i++)
        {
            var comma = i == first ? "" : ",";
            json.Append(CultureInfo.InvariantCulture, $$"""
                {{comma}}{"id":"0-{{i}}","path":"trip {{i % 97}}/IMG_{{i}}.jpg","score":0.3,
                "caption":"a picture of thing {{i % 1000}} near place {{i % 77}}","width":{{600 + (i * 37 % 900)}},
                "height":{{600 + (i * 53 % 600)}},"captured":"2024-05-03T14:30:00","camera":"Camera {{i % 9}}",
                "latitude":{{(i % 170) - 85}},"longitude":{{(i % 350) - 175}},
                "thumbnail":"/api/pictures/0-{{i}}/thumbnail"}
                """);
        }
        var next = end < Many ? $"\"{end}\"" : "null";
        return json.Append(CultureInfo.InvariantCulture, $"],\"next_page_token\":{next},\"took_ms\":2}}").ToString();
    }

    private static string Id(string path) => PictureId.Of(0, path);

    private static async Task JsonAsync(IPage page, string address, object answer) => await page.RouteAsync(
        address, route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(answer),
        }));
}
