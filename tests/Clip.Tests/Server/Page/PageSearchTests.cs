using Clip.Server.Mounting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

[Collection(nameof(PageBrowser))] // one after the other: they share the clipboard
public class PageSearchTests(GalleryServer server, PageBrowser browser)
{
    private const string MakeFile = """
        async address => {
          const blob = await (await fetch(address)).blob();
          window.given = new DataTransfer();
          window.given.items.add(new File([blob], "given.jpg", { type: "image/jpeg" }));
        }
        """;

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task A_text_finds_pictures_and_its_address_finds_them_again(Screen screen)
    {
        await using var page = await browser.OpenAsync((await server.Host).Address, screen);
        await Expect(page["message"]).ToContainTextAsync("100 pictures");

        await page.SearchAsync("a lighthouse");

        await page.FirstIsAsync("lighthouse");
        Assert.Equal("?q=a lighthouse", page.Query);
        await page.SearchAsync("a red barn");
        await page.FirstIsAsync("barn");
        await page.Page.GoBackAsync();
        await page.FirstIsAsync("lighthouse");
        await Expect(page["query"]).ToHaveValueAsync("a lighthouse");
        // Everything fits the screen, and what is pressed with a finger is large enough.
        Assert.Equal(0, await page.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(await page.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("header button, nav a")].filter(one => one.checkVisibility())
              .filter(one => { const box = one.getBoundingClientRect();
                return box.width < 24 || box.height < 24 || box.right > innerWidth || box.bottom > innerHeight; })
              .map(one => one.id)
            """));
        page.AssertClean();
    }

    [Fact]
    public async Task Terms_are_chips_with_weights_that_can_be_changed_and_removed()
    {
        await using var page = await browser.OpenAsync((await server.Host).Address);
        await page.SearchAsync("red + 2:flower - people");

        var chips = page.Page.Locator(".chip");
        await Expect(chips).ToHaveTextAsync(["+red", "+2×flower", "−people"]);
        Assert.Equal("?q=red&q=flower&w=2&q=people&w=-1", page.Query);
        await page.FirstIsAsync("hibiscus");

        await page.Page.Locator(".chip-text").Nth(1).ClickAsync();
        await page["weight-range"].FillAsync("-0.5");
        await page.AddressHasAsync("q=flower&w=-0.5");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove people" }).ClickAsync();
        await Expect(chips).ToHaveTextAsync(["+red", "−0.5×flower"]);

        // The last one goes back into the box, to be written differently.
        await page["query"].PressAsync("Backspace");
        await Expect(page["query"]).ToHaveValueAsync("-0.5:flower");
        await page["query"].FillAsync("barn");
        await page["query"].PressAsync("Shift+Enter");
        await Expect(chips).ToHaveTextAsync(["+red", "+barn"]);
        await page.FirstIsAsync("barn");
        await page["clear-terms"].ClickAsync();
        await Expect(chips).ToHaveCountAsync(0);
        Assert.Equal("", page.Query);
        page.AssertClean();
    }

    [Fact]
    public async Task Suggestions_are_chosen_by_keys()
    {
        await using var page = await browser.OpenAsync((await server.Host).Address);
        await Expect(page["message"]).ToContainTextAsync("100 pictures");
        await page["query"].PressSequentiallyAsync("light");

        await Expect(page["suggestions"].GetByRole(AriaRole.Option).First).ToContainTextAsync("light");
        await page["query"].PressAsync("ArrowDown");
        await Expect(page["query"]).ToHaveAttributeAsync("aria-activedescendant", "suggestion-0");
        await page["query"].PressAsync("Enter");
        await Expect(page["suggestions"]).ToBeHiddenAsync();
        await page.AddressHasAsync("light");
        await page["query"].FillAsync("draw");
        await page["suggestions"].GetByText("drawings").ClickAsync();
        await page.AddressHasAsync("in=drawings");
        // What was searched for is suggested from now on.
        await page["query"].PressAsync("ArrowDown");
        await Expect(page["suggestions"].GetByText("recent").First).ToBeVisibleAsync();
        page.AssertClean();
    }

    [Fact]
    public async Task A_picture_is_chosen_dropped_or_pasted()
    {
        var address = (await server.Host).Address;
        await using var page = await browser.OpenAsync(address);
        var picture = Path.Combine(Models.EmbeddedModel.Gallery, "photos", "kodak-20.jpg");
        await page["file"].SetInputFilesAsync(picture);

        await page.FirstIsAsync("kodak-20");
        // The link works again on this device.
        await page.Page.ReloadAsync();
        await page.FirstIsAsync("kodak-20");

        var other = new Uri(address, $"api/pictures/{PictureId.Of(0, "photos/kodak-23.jpg")}/original");
        await page.Page.EvaluateAsync(MakeFile, other.AbsoluteUri);
        await page.Page.EvaluateAsync("dispatchEvent(new DragEvent('dragenter', { dataTransfer: given }))");
        await Expect(page["drop"]).ToBeVisibleAsync();
        await page.Page.EvaluateAsync(
            "dispatchEvent(new DragEvent('drop', { dataTransfer: given, cancelable: true }))");
        await Expect(page["drop"]).ToBeHiddenAsync();
        await page.FirstIsAsync("kodak-23");

        await page["clear-terms"].ClickAsync();
        await page.AddressHasAsync("");
        await page.Page.EvaluateAsync(
            "document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true }))");
        await page.FirstIsAsync("kodak-23");
        page.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task Filters_are_set_on_a_panel_and_on_a_map(Screen screen)
    {
        await using var page = await browser.OpenAsync((await server.Host).Address, screen);
        await page["filter-toggle"].ClickAsync();
        await page["in"].FillAsync("drawings");
        await page.Page.GetByText("Apply").ClickAsync();

        await page.AddressHasAsync("in=drawings");
        await page.FirstIsAsync("[0-9]{3}.png");
        await Expect(page["filter-count"]).ToHaveTextAsync("1");
        if (screen == Screen.Phone)
        {
            // The panel covers the pictures there.
            await Expect(page["filters"]).ToBeHiddenAsync();
            await page["filter-toggle"].ClickAsync();
        }
        await page["world"].FocusAsync();
        await page["world"].PressAsync("ArrowUp");
        await page.AddressHasAsync("near=2,0,250");
        await Expect(page["empty-text"]).ToHaveTextAsync("No picture matches with these filters.");
        await page["world"].ClickAsync();
        await Expect(page["latitude"]).Not.ToHaveValueAsync("2");
        await page["after"].FillAsync("2024-01-01");
        await page["before"].FillAsync("2024-12-31");
        await page["camera"].FillAsync("Leica Q2; Pixel 9");
        await page["camera"].PressAsync("Enter");
        await page.AddressHasAsync("camera=Leica+Q2&camera=Pixel+9&after=2024-01-01&before=2024-12-31");
        if (screen == Screen.Phone)
            await page["filter-toggle"].ClickAsync();
        await page["filter-clear"].ClickAsync();
        await Expect(page["filter-count"]).ToBeHiddenAsync();
        Assert.Equal("", page.Query);
        page.AssertClean();
    }
}
