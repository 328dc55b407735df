using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Clip.Server.Page;

namespace Clip.Tests.Server.Page;

public partial class PageFileTests(GalleryServer server)
{
    private static readonly string Source = Path.Combine(Repository.Root, "src", "Clip.Server", "Page");

    public static TheoryData<string> Catalogs => ["en.json", "zh.json"];

    [Fact]
    public void The_page_is_smaller_than_150_KB() =>
        Assert.InRange(PageFile.All.Values.Sum(static file => file.Content.Length), 50_000, 150_000);

    [Fact]
    public void Every_file_of_the_folder_is_served()
    {
        var files = Directory.EnumerateFiles(Source).Select(Path.GetFileName).Where(name => !name!.EndsWith(".cs"));

        Assert.Equal(files.Order(), PageFile.All.Keys.Order());
    }

    [Fact]
    public async Task Files_have_their_type_and_come_again_only_when_they_changed()
    {
        using var client = await server.ClientAsync();
        foreach (var (name, type) in ((string, string)[])
            [
                ("", "text/html"), ("page/app.js", "text/javascript"), ("page/base.css", "text/css"),
                ("page/en.json", "application/json"), ("page/icon.svg", "image/svg+xml"),
            ])
        {
            using var answer = await client.FetchAsync(name);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.NotNull(answer.Headers.ETag);

            using var again = await client.SendAsync(HttpMethod.Get, name, ("If-None-Match", answer.Headers.ETag.Tag));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

            using var changed = await client.SendAsync(HttpMethod.Get, name, ("If-None-Match", "\"other\""));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }
        using var nothing = await client.FetchAsync("page/nothing.js");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task Scripts_and_styles_come_from_files_of_this_server_alone()
    {
        using var client = await server.ClientAsync();
        using var answer = await client.FetchAsync("");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("style-src 'self';", policy);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotMatch(InlineCode(), page);
        Assert.All(
            PageFile.All.Where(static file => file.Key != "icon.svg"),
            static file => Assert.DoesNotMatch(
                OutsideAddress(), System.Text.Encoding.UTF8.GetString(file.Value.Content.Span)));
    }

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_text_is_in_every_language(string catalog)
    {
        using var texts = JsonDocument.Parse(PageFile.All[catalog].Content);
        var keys = texts.RootElement.EnumerateObject().Select(static text => text.Name).ToHashSet();
        var code = string.Concat(Directory.EnumerateFiles(Source, "*.js").Select(File.ReadAllText));
        var page = File.ReadAllText(Path.Combine(Source, "index.html"));
        var used = CallOfText().Matches(code).Concat(AttributeOfText().Matches(page))
            .Select(static match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(used.Count > 100, $"Only {used.Count} texts were found in the page.");
        Assert.Empty(used.Where(key => !keys.Contains(key) && !keys.Contains($"{key}.other")));
        // A text that nothing shows any more would be translated for nobody.
        Assert.Empty(keys.Where(key =>
            !code.Contains($"\"{Plural().Replace(key, "")}\"") && !page.Contains($"\"{key}\"")));
        Assert.Empty(texts.RootElement.EnumerateObject().Where(static text => text.Value.GetString()!.Length == 0));
    }

    [Fact]
    public void All_languages_have_the_same_texts_with_the_same_values()
    {
        var catalogs = Catalogs.Select(static row => JsonDocument.Parse(PageFile.All[row.Data].Content).RootElement
            .EnumerateObject().ToDictionary(static text => text.Name, static text => string.Join(
                ' ', ValueOfText().Matches(text.Value.GetString()!).Select(static match => match.Value).Order())))
            .ToList();

        Assert.Equal(catalogs[0].OrderBy(static text => text.Key), catalogs[1].OrderBy(static text => text.Key));
    }

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<!\.w3\.org)\b(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]")]
    private static partial Regex OutsideAddress();

    [GeneratedRegex(@"\bt\(""([\w.]+)""")]
    private static partial Regex CallOfText();

    [GeneratedRegex(@"data-(?:t|label|hint)=""([^""]+)""")]
    private static partial Regex AttributeOfText();

    [GeneratedRegex(@"\.(one|other)$")]
    private static partial Regex Plural();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex ValueOfText();
}
