using CliWrap;
using static Microsoft.Playwright.Assertions;

namespace Clip.Tests.Server.Page;

public class PageAccessibilityTests(GalleryServer server, PageBrowser browser)
{
    private const string Version = "4.14.1";

    private const string Violations = """
        async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.map(found =>
          `${found.id}: ${found.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)
        """;

    private static readonly Lazy<Task<string?>> Axe = new(FetchAsync);

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task Axe_finds_nothing_to_object_to_in_any_view(Screen screen)
    {
        var axe = await Axe.Value;
        Assert.SkipWhen(axe is null, $"axe-core {Version} is not there, and npm cannot fetch it.");
        await using var page = await browser.OpenAsync(
            new Uri((await server.Host).Address, "?q=red&q=flower&w=2&q=people&w=-1"), screen,
            prepare: PageStubs.CollectionsAsync);
        await page.FirstIsAsync(".");
        await page.Page.EvaluateAsync(axe!);
        await CheckAsync("pictures");
        await page["filter-toggle"].ClickAsync();
        await CheckAsync("filters");
        await page["filter-close"].ClickAsync();
        await page["grid"].PressAsync(" ");
        await CheckAsync("selection");
        await page["grid"].PressAsync("Enter");
        await Expect(page["fact-list"]).ToContainTextAsync("×");
        if (!await page["facts"].IsVisibleAsync())
            await page["light-facts"].ClickAsync();
        await CheckAsync("lightbox");
        await page["light-close"].ClickAsync();
        await page["grid"].PressAsync("?");
        await CheckAsync("keys");
        await page["keys-close"].ClickAsync();
        foreach (var view in (string[])["map", "groups", "duplicates"])
        {
            await page[$"to-{view}"].ClickAsync();
            await Expect(page[$"view-{view}"]).ToBeVisibleAsync();
            await Expect(page["message"]).ToContainTextAsync(view == "map" ? "24" : ":");
            await CheckAsync(view);
        }

        async Task CheckAsync(string where) =>
            Assert.Equal((where, ""), (where, string.Join('\n', await page.Page.EvaluateAsync<string[]>(Violations))));
    }

    /// <summary>axe-core from npm, kept in the user's cache; null where it cannot be fetched.</summary>
    private static async Task<string?> FetchAsync()
    {
        var cache = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "clip-tests", $"axe-{Version}");
        var script = Path.Combine(cache, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(script))
        {
            Directory.CreateDirectory(cache);
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            try
            {
                await CliWrap.Cli.Wrap("npm")
                    .WithArguments(["install", "--no-save", "--ignore-scripts", "--silent", $"axe-core@{Version}"])
                    .WithWorkingDirectory(cache).WithValidation(CommandResultValidation.None)
                    .ExecuteAsync(timeout.Token);
            }
            catch (Exception error) when (error is System.ComponentModel.Win32Exception or OperationCanceledException)
            {
                return null;
            }
        }
        return File.Exists(script) ? await File.ReadAllTextAsync(script) : null;
    }
}
