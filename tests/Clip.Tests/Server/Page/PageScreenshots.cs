using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

public class PageScreenshots(GalleryServer server, PageBrowser browser)
{
    private const string Variable = "CLIP_PAGE_SCREENSHOTS";

    /// <summary>Takes the pictures of the page that the documentation shows.</summary>
    [Fact]
    public async Task The_pictures_of_the_documentation_are_taken()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable(Variable) == "1", $"It writes docs/page-*.jpg; set {Variable}=1.");
        await TakeAsync(
            "search", Screen.Desk, "?q=flowers&q=red&w=0.5&q=people&w=-1", static page => page.FirstIsAsync("."));
        await TakeAsync("lightbox", Screen.Desk, "?q=a+lighthouse", static async page =>
        {
            await page["picture-0"].ClickAsync();
            await Expect(page["fact-list"]).ToContainTextAsync("×");
        });
        await TakeAsync("map", Screen.Desk, "?view=map", static page => page["map"].PressAsync("ArrowRight"));
        await TakeAsync("phone", Screen.Phone, "?q=animals", static page => page.FirstIsAsync("."));
    }

    private async Task TakeAsync(string name, Screen screen, string query, Func<OpenPage, Task> act)
    {
        await using var page = await browser.OpenAsync(
            new Uri((await server.Host).Address, query), screen,
            options => options.ColorScheme = screen == Screen.Phone ? ColorScheme.Light : ColorScheme.Dark);
        await Expect(page["message"]).ToContainTextAsync("picture");
        await act(page);
        await page.Page.WaitForLoadStateAsync(LoadState.Load);
        await page.Page.WaitForFunctionAsync(
            "[...document.querySelectorAll('.tile:not([hidden]) img')].every(one => one.complete)");
        var file = Path.Combine(Repository.Root, "docs", $"page-{name}.jpg");
        await page.Page.ScreenshotAsync(new() { Path = file, Type = ScreenshotType.Jpeg, Quality = 80 });
        Assert.InRange(new FileInfo(file).Length, 1, 150_000);
    }
}
