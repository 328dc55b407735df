using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

[Collection(nameof(PageBrowser))] // one after the other: they share the clipboard
public class PageGridTests(GalleryServer server, PageBrowser browser)
{
    private const string ScrollToEnd = """
        async count => {
          const view = document.getElementById("view-pictures");
          while (!document.getElementById(`picture-${count - 1}`)) {
            view.scrollTop = view.scrollHeight;
            await new Promise(requestAnimationFrame);
          }
        }
        """;

    private const string Nodes = "document.getElementsByTagName('*').length";

    [Fact]
    public async Task A_hundred_thousand_pictures_scroll_smoothly()
    {
        await using var page = await browser.OpenAsync(
            new Uri((await server.Host).Address, "?q=thing"), prepare: PageStubs.ManyPicturesAsync);
        await page.FirstIsAsync("IMG_0.jpg");
        await Expect(page["message"]).ToContainTextAsync("500+ pictures");
        var atStart = await page.Page.EvaluateAsync<int>(Nodes);

        var session = await page.Page.Context.NewCDPSessionAsync(page.Page);
        var trace = await FrameTrace.StartAsync(session);
        await ScrollAsync(session, page, 5_000, 4_000);
        await ScrollAsync(session, page, 30_000, 40_000);
        await ScrollAsync(session, page, -3_000, 4_000);
        await trace.StopAsync();
        var nodes = await page.Page.EvaluateAsync<int>(Nodes);

        Assert.InRange(nodes, 100, 1_500);
        Assert.InRange(trace.FrameScript.Count, 20, int.MaxValue);
        Assert.InRange(Percentile(trace.FrameScript, 0.95), 0, 8);
        Assert.InRange(trace.LongestTask, 0, 50);

        await page.Page.EvaluateAsync(ScrollToEnd, PageStubs.Many);
        await Expect(page["message"]).ToContainTextAsync("100,000 pictures");
        Assert.InRange(await page.Page.EvaluateAsync<int>(Nodes), 100, 1_500);
        Assert.InRange(atStart, 100, 1_500);
        await page["grid"].PressAsync("End");
        await Expect(page["grid"]).ToHaveAttributeAsync("aria-activedescendant", $"picture-{PageStubs.Many - 1}");
        await page["grid"].PressAsync("Home");
        await Expect(page["picture-0"]).ToBeVisibleAsync();
        page.AssertClean();
    }

    [Fact]
    public async Task The_way_back_leads_to_the_same_place_in_the_same_pictures()
    {
        await using var page = await browser.OpenAsync(
            new Uri((await server.Host).Address, "?q=thing"), prepare: PageStubs.ManyPicturesAsync);
        await page.FirstIsAsync("IMG_0.jpg");
        await page.Page.EvaluateAsync("document.getElementById('view-pictures').scrollTop = 7000");
        var shown = page.Page.Locator(".tile:not([hidden])").First;
        await Expect(page["picture-0"]).ToHaveCountAsync(0);
        await page.SearchAsync("other");
        await page.FirstIsAsync("IMG_0.jpg");
        await page.Page.GoBackAsync();

        await Expect(page["picture-0"]).ToHaveCountAsync(0);
        Assert.Equal(7000, await page.Page.EvaluateAsync<int>("document.getElementById('view-pictures').scrollTop"));
        await Expect(shown).ToBeVisibleAsync();
        // A narrower window holds the same pictures at its top.
        await page.Page.SetViewportSizeAsync(700, 900);
        await page.Page.WaitForFunctionAsync("() => document.getElementById('view-pictures').scrollTop > 9000");
        Assert.Equal(0, await page.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        page.AssertClean();
    }

    /// <summary>Scrolls as a wheel does, by pixels and pixels per second.</summary>
    private static async Task ScrollAsync(ICDPSession session, OpenPage page, int distance, int speed)
    {
        var view = page.Page.ViewportSize!;
        await session.SendAsync("Input.synthesizeScrollGesture", new Dictionary<string, object>
        {
            ["x"] = view.Width / 2,
            ["y"] = view.Height / 2,
            ["yDistance"] = -distance,
            ["speed"] = speed,
            ["gestureSourceType"] = "mouse",
        });
    }

    private static double Percentile(List<double> values, double share) =>
        values.Order().ElementAt((int)(values.Count * share));
}
