using System.IO.Compression;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

[Collection(nameof(PageBrowser))] // one after the other: they share the clipboard
public class PageLightboxTests(GalleryServer server, PageBrowser browser)
{
    private const string Scale = "new DOMMatrix(getComputedStyle(document.getElementById('large')).transform).a";

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task A_picture_is_opened_zoomed_and_followed_by_its_neighbors(Screen screen)
    {
        await using var page = await browser.OpenAsync(new Uri((await server.Host).Address, "?q=a+dog"), screen);
        await page["picture-1"].ClickAsync();

        await Expect(page["lightbox"]).ToBeVisibleAsync();
        await Expect(page["light-place"]).ToHaveTextAsync("2 of 100");
        await page.AddressHasAsync("open=");
        await page["next"].ClickAsync();
        await Expect(page["light-place"]).ToHaveTextAsync("3 of 100");
        await page.Page.Keyboard.PressAsync("+");
        await page.Page.Keyboard.PressAsync("+");
        Assert.Equal(2.25, await page.Page.EvaluateAsync<double>(Scale), 0.01);
        await page["stage"].DblClickAsync();
        Assert.Equal(1, await page.Page.EvaluateAsync<double>(Scale), 0.01);
        if (!await page["facts"].IsVisibleAsync())
            await page["light-facts"].ClickAsync();
        await Expect(page["fact-list"]).ToContainTextAsync("×");
        await Expect(page["fact-list"]).ToContainTextAsync("/");
        // The picture lies within the screen, and the facts beside or over it do too.
        var box = await page["large"].BoundingBoxAsync();
        var view = page.Page.ViewportSize!;
        Assert.InRange(box!.X, 0, view.Width);
        Assert.InRange(box.X + box.Width, 1, view.Width + 1);
        Assert.InRange(box.Y + box.Height, 1, view.Height + 1);

        // A link to what is seen shows it again, with its neighbors.
        await page.Page.ReloadAsync();
        await Expect(page["light-place"]).ToHaveTextAsync("3 of 100");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page["light-place"]).ToHaveTextAsync("2 of 100");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page["lightbox"]).ToBeHiddenAsync();
        Assert.Equal("?q=a dog", page.Query);
        await Expect(page["grid"]).ToHaveAttributeAsync("aria-activedescendant", "picture-1");
        page.AssertClean();
    }

    [Fact]
    public async Task A_second_Escape_before_the_first_is_done_closes_nothing_else()
    {
        await using var page = await browser.OpenAsync((await server.Host).Address);
        await page.SearchAsync("a dog");
        await page.FirstIsAsync("dog");
        await page["picture-1"].ClickAsync();
        await Expect(page["lightbox"]).ToBeVisibleAsync();

        await page.Page.EvaluateAsync("""
            () => { for (let i = 0; i < 2; i++)
              document.getElementById("lightbox").dispatchEvent(new Event("cancel", { cancelable: true })); }
            """);

        await Expect(page["lightbox"]).ToBeHiddenAsync();
        await page.Page.WaitForFunctionAsync("() => !location.search.includes('open=')");
        Assert.Equal("?q=a dog", page.Query);
        page.AssertClean();
    }

    [Fact]
    public async Task More_and_less_like_a_picture_are_terms_of_the_search()
    {
        await using var page = await browser.OpenAsync(new Uri((await server.Host).Address, "?q=a+lighthouse"));
        await page["picture-0"].ClickAsync();
        await page["light-like"].ClickAsync();

        await Expect(page["lightbox"]).ToBeHiddenAsync();
        await page.FirstIsAsync("lighthouse");
        await Expect(page["message"]).ToContainTextAsync("99 pictures");
        await page["picture-0"].ClickAsync();
        await page["light-unlike"].ClickAsync();
        await page.AddressHasAsync("w=-0.5");
        await Expect(page.Page.Locator(".chip.minus img")).ToHaveCountAsync(1);
        await Expect(page["message"]).ToContainTextAsync("98 pictures");
        page.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task Pictures_are_selected_and_their_paths_copied_or_files_downloaded(Screen screen)
    {
        await using var page = await browser.OpenAsync(
            new Uri((await server.Host).Address, "?q=a+dog"), screen);
        await page["picture-0"].Locator(".tick").DispatchEventAsync("click");
        await page["picture-1"].ClickAsync();
        await page["grid"].PressAsync("Shift+ArrowRight");

        await Expect(page["selected"]).ToHaveTextAsync("3 selected");
        await Expect(page["picture-2"]).ToHaveAttributeAsync("aria-selected", "true");
        await page["copy-paths"].ClickAsync();
        await Expect(page["toast"]).ToHaveTextAsync("3 paths were copied.");
        var paths = (await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).Split('\n');
        Assert.Equal(3, paths.Length);

        var download = await page.Page.RunAndWaitForDownloadAsync(() => page["download"].ClickAsync());
        await using var archive = new ZipArchive(File.OpenRead(await download.PathAsync()));
        Assert.Equal(paths, archive.Entries.Select(static entry => entry.FullName));
        foreach (var entry in archive.Entries)
        {
            using var copy = new MemoryStream();
            await using (var content = await entry.OpenAsync(TestContext.Current.CancellationToken))
                await content.CopyToAsync(copy, TestContext.Current.CancellationToken);
            var original = Path.Combine(Models.EmbeddedModel.Gallery, entry.FullName);
            Assert.Equal(File.ReadAllBytes(original), copy.ToArray());
        }
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page["selection"]).ToBeHiddenAsync();
        page.AssertClean();
    }
}
