using System.Text.RegularExpressions;
using Clip.Images.Thumbnails;

namespace Clip.Tests.Cli;

/// <summary>Results as a sheet, as a page, in the terminal, and in the user's own form.</summary>
public sealed partial class ShownResultTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Results_are_written_as_a_sheet_and_as_a_page_besides_their_lines()
    {
        using var folder = new TestFolder();
        string[] search =
        [
            "search", "two <dogs>", "--in", await gallery.Folder, "--no-index", "-n", "5", "--format",
            "{rank}\\t{score:.2f}\\t{name}", "--sheet", folder.At("sheet.jpg"), "--html", folder.At("page.html"),
        ];

        var answer = (await ClipSearch.RunAsync(search)).Ended(0);

        Assert.Equal(5, answer.Lines.Length);
        Assert.All(answer.Lines, static line => Assert.Matches("^[1-5]\t-?0\\.[0-9]{2}\t[^/]+\\.(jpg|png)$", line));
        var sheet = new ThumbnailReader().Read(
            folder.At("sheet.jpg"), 10_000, 10_000, TestContext.Current.CancellationToken);
        Assert.Equal((4 * 252 + 12, 2 * 216 + 12), (sheet.Width, sheet.Height));
        var page = await File.ReadAllTextAsync(folder.At("page.html"), TestContext.Current.CancellationToken);
        Assert.Equal(5, Image().Count(page));
        Assert.Contains("<h1>two &lt;dogs&gt;</h1>", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http:", page);
        Assert.DoesNotContain("https:", page);
        Assert.All(
            Link().Matches(page), static link => Assert.True(File.Exists(new Uri(link.Groups[1].Value).LocalPath)));
        Assert.Equal(["page.html", "sheet.jpg"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_page_leads_to_files_whose_names_an_address_must_escape()
    {
        using var folder = new TestFolder();
        string[] names = ["q%41.jpg", "q?#%2F &.jpg"];
        foreach (var name in OperatingSystem.IsWindows() ? names[..1] : names)
            File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("pictures", name));

        (await ClipSearch.RunAsync(
            "search", "--glob", "*", "--in", folder.At("pictures"), "--all-copies", "--html", folder.At("page.html")))
            .Ended(0);

        var page = await File.ReadAllTextAsync(folder.At("page.html"), TestContext.Current.CancellationToken);
        var links = Link().Matches(page).Select(static link => link.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, static link => Assert.True(File.Exists(new Uri(link).LocalPath), link));
    }

    [Fact]
    public async Task A_preview_follows_each_row()
    {
        string[] list = ["search", "--in", await gallery.Folder, "--no-index", "--glob", "kodak-0*", "-n", "2"];

        var blocks = (await ClipSearch.RunAsync([.. list, "--preview", "blocks"])).Ended(0);
        var kitty = (await ClipSearch.RunAsync([.. list, "--preview", "kitty"])).Ended(0);
        var off = (await ClipSearch.RunAsync([.. list, "--preview", "auto"])).Ended(0);

        Assert.Equal(2, blocks.Lines.Count(static line => line.Contains("kodak-")));
        Assert.True(blocks.Lines.Count(static line => line.StartsWith("\e[38;2;", StringComparison.Ordinal)) > 10);
        Assert.Equal(2, kitty.Lines.Count(static line => line.StartsWith("\e_Ga=T", StringComparison.Ordinal)));
        Assert.Equal(2, off.Lines.Length); // what is no terminal is not asked
    }

    [Theory]
    [InlineData("--preview", "kitty", "--json")]
    [InlineData("--preview", "blocks", "--paths")]
    [InlineData("--format", "{path}", "--json")]
    [InlineData("--format", "{path}", "-0")]
    [InlineData("--format", "{color}")]
    [InlineData("--preview", "ascii")]
    public async Task Forms_that_exclude_each_other_are_refused(params string[] options) =>
        (await ClipSearch.RunAsync(["search", "a dog", "--in", await gallery.Folder, .. options])).IsError(options[0]);

    [Fact]
    public async Task A_sheet_that_cannot_be_written_is_an_error()
    {
        using var folder = new TestFolder();
        string[] search = ["search", "a dog", "--in", await gallery.Folder, "--no-index", "-n", "1"];

        var answer = await ClipSearch.RunAsync([.. search, "--sheet", Path.Combine(folder.Path, "none", "sheet.jpg")]);

        answer.Ended(2).HasOneErrorLine("sheet.jpg", "cannot be written");
    }

    [GeneratedRegex("<img [^>]*src=\"data:image/jpeg;base64,")]
    private static partial Regex Image();

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
