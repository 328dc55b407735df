using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

[Collection(nameof(PageBrowser))] // one after the other: they share the clipboard
public class PageViewTests(GalleryServer server, PageBrowser browser)
{
    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task The_map_is_walked_by_keys_and_opens_pictures(Screen screen)
    {
        await using var page = await OpenAsync("?view=map", screen);
        await Expect(page["message"]).ToHaveTextAsync("24 pictures");
        await page["map"].PressAsync("ArrowRight");

        await Expect(page["map-tip"]).ToBeVisibleAsync();
        var first = await page["message"].TextContentAsync();
        Assert.StartsWith("photos/", first);
        await page["map"].PressAsync("ArrowUp");
        await Expect(page["message"]).Not.ToHaveTextAsync(first!);
        await page["map"].PressAsync("Enter");
        await Expect(page["light-place"]).ToHaveTextAsync("1 of 24");
        await page["light-close"].ClickAsync();
        await page["map-in"].ClickAsync();
        await page["map-fit"].ClickAsync();
        // Something is drawn.
        Assert.True(await page.Page.EvaluateAsync<bool>("""
            () => { const map = document.getElementById("map");
              return map.getContext("2d").getImageData(0, 0, map.width, map.height).data.some(value => value); }
            """));
        await page["to-pictures"].ClickAsync();
        await Expect(page["message"]).ToContainTextAsync("100 pictures");
        page.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task Groups_are_opened_and_left(Screen screen)
    {
        await using var page = await OpenAsync("?view=groups", screen);
        await page["group-list"].GetByText("things 2").ClickAsync();

        await page.FirstIsAsync("kodak-09");
        await Expect(page["message"]).ToContainTextAsync("things 2 · 8 pictures");
        Assert.Equal("?view=groups&group=2", page.Query);
        if (screen == Screen.Desk)
        {
            await page.Page.ReloadAsync();
            await page.FirstIsAsync("kodak-09");
        }
        await page["message"].GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page["group-list"].GetByRole(AriaRole.Link)).ToHaveCountAsync(3);
        page.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task Duplicates_are_compared_and_the_paths_of_the_others_copied(Screen screen)
    {
        await using var page = await OpenAsync("?view=duplicates", screen);
        await Expect(page["duplicate-list"].GetByRole(AriaRole.Heading).First).ToHaveTextAsync("Group 1: Exact copies");
        var second = page.Page.GetByLabel("Keep photos/kodak-02.jpg");
        await Expect(page.Page.GetByLabel("Keep photos/kodak-01.jpg")).ToBeCheckedAsync();
        await Expect(second).Not.ToBeCheckedAsync();
        await second.CheckAsync();

        await page["copy-rest"].ClickAsync();
        await Expect(page["toast"]).ToHaveTextAsync("11 paths were copied.");
        var paths = (await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).Split('\n');
        Assert.Equal("photos/kodak-04.jpg", paths[0]);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Compare kodak-01.jpg" }).ClickAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page["light-place"]).ToHaveTextAsync("2 of 2");
        page.AssertClean();
    }

    [Fact]
    public async Task Pictures_are_where_they_were_after_other_views()
    {
        await using var page = await OpenAsync("", Screen.Desk);
        await page.FirstIsAsync(".");
        const string Top = "document.getElementById('view-pictures').scrollTop";
        await page.Page.EvaluateAsync(Top + " = 700");
        var keys = page.Page.Keyboard;
        await keys.PressAsync("2");
        await Expect(page["map"]).ToBeVisibleAsync();
        await keys.PressAsync("3");
        await Expect(page["group-list"]).ToBeVisibleAsync();
        await keys.PressAsync("1");

        await Expect(page["view-pictures"]).ToBeVisibleAsync();
        await page.Page.WaitForFunctionAsync($"() => Math.abs({Top} - 700) < 5");
        page.AssertClean();
    }

    private async Task<OpenPage> OpenAsync(string query, Screen screen) => await browser.OpenAsync(
        new Uri((await server.Host).Address, query), screen, prepare: PageStubs.CollectionsAsync);
}
