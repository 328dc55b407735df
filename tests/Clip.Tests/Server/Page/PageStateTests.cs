using Clip.Server.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

[Collection(nameof(PageBrowser))] // one after the other: they share the clipboard
public class PageStateTests(GalleryServer server, PageBrowser browser)
{
    [Fact]
    public async Task The_page_says_that_the_server_is_out_of_reach_and_goes_on_when_it_is_back()
    {
        await using var page = await browser.OpenAsync((await server.Host).Address);
        await page.FirstIsAsync(".");
        await page.Page.Context.SetOfflineAsync(true);
        await page.SearchAsync("a red barn");

        await Expect(page["offline"]).ToContainTextAsync("The server cannot be reached.");
        await page.Page.Context.SetOfflineAsync(false);
        await Expect(page["offline"]).ToBeHiddenAsync();
        await page.FirstIsAsync("barn");
    }

    [Fact]
    public async Task Indexing_is_shown_while_it_runs_and_its_pictures_are_offered()
    {
        await using var host = await server.StartAsync(static _ => { });
        var events = host.Services.GetRequiredService<EventHub>();
        // What is told at once after a connection is what was before it.
        events.Publish("progress", """{"library":"old","done":1,"found":9,"found_all":true}""", "old/progress");
        await using var page = await browser.OpenAsync(host.Address);
        await page.FirstIsAsync(".");
        await page.Page.WaitForFunctionAsync("() => performance.now() > 2000");
        await Expect(page["progress"]).ToBeHiddenAsync();
        events.Publish("progress", """{"library":"clip-mini","done":25,"found":100,"found_all":true}""");

        await Expect(page["progress"]).ToContainTextAsync("Indexing: 25 of 100");
        await Expect(page["progress-bar"]).ToHaveAttributeAsync("aria-valuenow", "25");
        events.Publish("updated", """{"library":"clip-mini","added":3,"updated":0,"moved":0,"removed":1,"failed":0}""");
        await Expect(page["toast"]).ToContainTextAsync("3 added, 0 changed, 1 gone.");
        await Expect(page["progress"]).ToBeHiddenAsync();
        await page.Page.RunAndWaitForResponseAsync(
            () => page["toast"].GetByRole(AriaRole.Button).ClickAsync(),
            static response => response.Url.Contains("api/search", StringComparison.Ordinal));
        page.AssertClean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Indexing_that_ends_badly_is_not_shown_for_ever(bool isReported)
    {
        await using var host = await server.StartAsync(static _ => { });
        var events = host.Services.GetRequiredService<EventHub>();
        await using var page = await browser.OpenAsync(host.Address);
        await page.FirstIsAsync(".");
        await page.Page.WaitForFunctionAsync("() => performance.now() > 2000");
        events.Publish("progress", """{"library":"clip-mini","done":25,"found":100,"found_all":true}""");
        await Expect(page["progress"]).ToBeVisibleAsync();

        if (isReported)
            events.Publish("failed", """{"library":"clip-mini"}""");
        else
            events.Close(); // as a server that is stopped

        await Expect(page["progress"]).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_search_that_is_overtaken_by_another_one_is_given_up()
    {
        var failed = new TaskCompletionSource();
        await using var page = await browser.OpenAsync((await server.Host).Address, prepare: async page =>
        {
            await page.RouteAsync("**/api/search?q=slow*", static _ => Task.CompletedTask);
            page.RequestFailed += (_, request) =>
            {
                if (request.Url.Contains("q=slow", StringComparison.Ordinal))
                    failed.TrySetResult();
            };
        });
        await page.FirstIsAsync(".");
        await page.Page.RunAndWaitForRequestAsync(
            () => page.SearchAsync("slow"), static request => request.Url.Contains("q=slow", StringComparison.Ordinal));
        await page.SearchAsync("a red barn");

        await failed.Task.WaitAsync(TestContext.Current.CancellationToken);
        await page.FirstIsAsync("barn");
        page.AssertClean();
    }

    [Fact]
    public async Task Pictures_that_were_searched_by_are_kept_for_a_while_and_storage_may_be_forbidden()
    {
        await using var page = await browser.OpenAsync(
            (await server.Host).Address, Screen.Desk, static options => options.Locale = "en", static page =>
                page.AddInitScriptAsync("""
                    Object.defineProperty(window, "sessionStorage", { get() { throw new DOMException("forbidden"); } });
                    """));
        await page.FirstIsAsync(".");

        var kept = await page.Page.EvaluateAsync<string>("""
            async () => {
              const { keepPicture, keptPicture } = await import(new URL("page/memory.js", location.origin));
              for (let i = 0; i < 70; i++) await keepPicture(`picture ${i}`, `data:,${i}`);
              const database = await new Promise(resolve => {
                const opening = indexedDB.open("clip", 1);
                opening.onsuccess = () => resolve(opening.result);
              });
              const counting = database.transaction("pictures").objectStore("pictures").count();
              await new Promise(resolve => (counting.onsuccess = resolve));
              return [counting.result, await keptPicture("picture 0"), await keptPicture("picture 69")].join(" ");
            }
            """);

        Assert.Equal("60  data:,69", kept);
        page.AssertClean();
    }

    [Fact]
    public async Task A_server_with_a_key_is_asked_with_it_for_pictures_too()
    {
        await using var host = await server.StartAsync(static options => options.ApiKey = "secret");
        await using var page = await browser.OpenAsync(host.Address);
        await page["key"].FillAsync("secret");
        await page["key"].PressAsync("Enter");

        await page.FirstIsAsync(".");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#picture-0 img')?.naturalWidth > 0");
        await page["picture-0"].ClickAsync();
        await page.Page.WaitForFunctionAsync("() => document.getElementById('large').naturalWidth > 0");
        await Expect(page["fact-list"]).ToContainTextAsync("×");

        // A link alone could not send the key.
        var original = await page.Page.RunAndWaitForPopupAsync(() => page["original"].ClickAsync());
        await Expect(original).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("^blob:"));
        await original.CloseAsync();
    }

    [Fact]
    public async Task Pictures_that_are_fetched_with_a_key_are_let_go_again()
    {
        await using var host = await server.StartAsync(static options => options.ApiKey = "secret");
        await using var page = await browser.OpenAsync(
            new Uri(host.Address, "?view=duplicates"), prepare: static async page =>
            {
                await PageStubs.CollectionsAsync(page);
                await page.AddInitScriptAsync("""
                    sessionStorage.setItem("clip.key", '"secret"');
                    window.held = new Set();
                    window.made = 0;
                    const { createObjectURL, revokeObjectURL } = URL;
                    URL.createObjectURL = blob => {
                      const url = createObjectURL.call(URL, blob);
                      window.made++;
                      window.held.add(url);
                      return url;
                    };
                    URL.revokeObjectURL = url => {
                      window.held.delete(url);
                      revokeObjectURL.call(URL, url);
                    };
                    """);
            });
        await Expect(page["duplicate-list"].Locator("img")).ToHaveCountAsync(24);

        await page.Page.WaitForFunctionAsync("() => window.made === 24 && window.held.size === 0");
    }

    [Fact]
    public async Task Language_and_colors_follow_the_browser_and_can_be_chosen()
    {
        await using var page = await browser.OpenAsync(
            (await server.Host).Address, Screen.Tablet, static options => options.Locale = "zh-CN");
        await Expect(page["message"]).ToContainTextAsync("100 张图片");
        Assert.Equal("zh-CN", await page.Page.EvaluateAsync<string>("document.documentElement.lang"));
        const string back = "getComputedStyle(document.body).backgroundColor";
        Assert.Equal("rgb(21, 21, 22)", await page.Page.EvaluateAsync<string>(back));

        await page["menu-toggle"].ClickAsync();
        await page["theme"].SelectOptionAsync("light");
        Assert.Equal("rgb(244, 244, 243)", await page.Page.EvaluateAsync<string>(back));
        await page["language"].SelectOptionAsync("en");
        await Expect(page["message"]).ToContainTextAsync("100 pictures");
        Assert.Equal("rgb(244, 244, 243)", await page.Page.EvaluateAsync<string>(back));
        page.AssertClean();
    }

    [Fact]
    public async Task Everything_is_reached_by_keys()
    {
        await using var page = await browser.OpenAsync(
            (await server.Host).Address, prepare: PageStubs.CollectionsAsync);
        var keys = page.Page.Keyboard;
        await page.FirstIsAsync(".");
        await keys.PressAsync("/");
        await Expect(page["query"]).ToBeFocusedAsync();
        await keys.TypeAsync("a red barn");
        await keys.PressAsync("Enter");
        await page.FirstIsAsync("barn");
        await page["grid"].FocusAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowUp");
        await Expect(page["grid"]).ToHaveAttributeAsync("aria-activedescendant", "picture-0");
        await keys.PressAsync("End");
        await Expect(page["grid"]).ToHaveAttributeAsync("aria-activedescendant", "picture-99");
        await keys.PressAsync("Home");
        await keys.PressAsync("Control+a");
        await Expect(page["selected"]).ToHaveTextAsync("100 selected");
        await keys.PressAsync("Escape");
        await Expect(page["selection"]).ToBeHiddenAsync();
        await keys.PressAsync("m");
        await page.AddressHasAsync("like=");
        await keys.PressAsync("f");
        await Expect(page["filters"]).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(page["filters"]).ToBeHiddenAsync();
        await keys.PressAsync("2");
        await Expect(page["map"]).ToBeVisibleAsync();
        await keys.PressAsync("4");
        await Expect(page["duplicate-list"]).ToBeVisibleAsync();
        await keys.PressAsync("3");
        await Expect(page["group-list"]).ToBeVisibleAsync();
        await keys.PressAsync("?");
        await Expect(page["key-list"]).ToContainTextAsync("More like this");
        await keys.PressAsync("Escape");
        await Expect(page["key-list"]).ToBeHiddenAsync();
        page.AssertClean();
    }
}
