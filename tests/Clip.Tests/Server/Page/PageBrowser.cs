using Clip.Tests.Server.Page;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PageBrowser))]

namespace Clip.Tests.Server.Page;

/// <summary>The browser of all tests of the page, started when one first asks for it.</summary>
public sealed class PageBrowser : IAsyncDisposable
{
    private const string Variable = "CLIP_CHROMIUM";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly Lock _turn = new();
    private readonly Dictionary<Screen, Task<IBrowserContext>> _contexts = [];
    private Task<(IPlaywright, IBrowser Browser)>? _browser;

    private static string Executable =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : "/usr/bin/chromium";

    /// <summary>Opens the page; skips the test where there is no Chromium.</summary>
    /// <param name="address">The address, with what the page should show.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="configure">Settings of this test alone, which gets a profile of its own then.</param>
    /// <param name="prepare">What is done before the page is loaded, such as answers in place of the server's.</param>
    internal async Task<OpenPage> OpenAsync(
        Uri address, Screen screen = Screen.Desk, Action<BrowserNewContextOptions>? configure = null,
        Func<IPage, Task>? prepare = null)
    {
        Assert.SkipUnless(
            File.Exists(Executable),
            $"There is no Chromium at {Executable}: install Debian's package, or name it in {Variable}.");
        var context = configure is null ? await SharedAsync(screen) : await NewAsync(screen, configure);
        var opened = new OpenPage(await context.NewPageAsync(), address, isAlone: configure is not null);
        if (prepare is not null)
            await prepare(opened.Page);
        await opened.Page.GotoAsync(address.AbsoluteUri);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is null)
            return;
        var (playwright, browser) = await _browser;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private Task<IBrowserContext> SharedAsync(Screen screen)
    {
        lock (_turn)
        {
            return _contexts.TryGetValue(screen, out var context)
                ? context
                : _contexts[screen] = NewAsync(screen, static _ => { });
        }
    }

    private async Task<IBrowserContext> NewAsync(Screen screen, Action<BrowserNewContextOptions> configure)
    {
        Task<(IPlaywright, IBrowser Browser)> starting;
        lock (_turn)
            starting = _browser ??= StartAsync();
        var options = screen.ToOptions();
        configure(options);
        var context = await (await starting).Browser.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return context;
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = Arguments }));
    }
}

/// <summary>The page in a browser, and what went wrong in it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> _problems = [];

    private readonly bool _isAlone;

    public OpenPage(IPage page, Uri address, bool isAlone)
    {
        (Page, _isAlone) = (page, isAlone);
        var origin = address.GetLeftPart(UriPartial.Authority);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _problems.Add($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _problems.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(origin, StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _problems.Add($"a request to {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>The element of an id.</summary>
    public ILocator this[string id] => Page.Locator($"#{id}");

    /// <summary>The path and query of the page's address.</summary>
    public string Query => Uri.UnescapeDataString(new Uri(Page.Url).Query.Replace('+', ' '));

    /// <summary>Waits until the first picture of an answer is there, with a text in its name.</summary>
    public Task FirstIsAsync(string name) => Assertions.Expect(this["picture-0"])
        .ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex(name));

    /// <summary>Types a search and starts it.</summary>
    public async Task SearchAsync(string text)
    {
        await this["query"].FillAsync(text);
        await this["query"].PressAsync("Enter");
    }

    /// <summary>Waits until the address holds a text.</summary>
    public Task AddressHasAsync(string text) => Page.WaitForFunctionAsync(
        "text => decodeURIComponent(location.search).includes(text)", text);

    /// <summary>Nothing was written to the console, nothing failed, and nobody else was asked for anything.</summary>
    public void AssertClean() => Assert.Empty(_problems);

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        if (_isAlone)
            await Page.Context.DisposeAsync();
    }
}
