namespace Clip.Tests.Cli;

/// <summary>Help and messages in the user's language, and nothing else.</summary>
public sealed class LanguageTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Help_and_messages_are_Chinese_where_the_user_s_language_is()
    {
        Dictionary<string, string?> chinese = new()
        {
            ["CLIPSEARCH_LANG"] = null,
            ["LC_ALL"] = "zh_CN.UTF-8",
        };

        var help = (await ClipSearch.RunAsync(["search", "--help"], null, environment: chinese)).Ended(0);
        var wrong = await ClipSearch.RunAsync(["search", "dog", "--top", "0"], null, environment: chinese);
        var missing = await ClipSearch.RunAsync("status", "--in", "/no/such/folder", "--lang", "zh-CN");
        var english = await ClipSearch.RunAsync(["--lang=en", "--help"], null, environment: chinese);

        Assert.Contains("用法:", help.Output);
        Assert.Contains("只输出路径，每行一个", help.Output);
        Assert.DoesNotContain("Only the paths", help.Output);
        wrong.IsError("--top: 0 既不是从 1 起的整数也不是 all", "参见：clipsearch search --help");
        missing.IsError("/no/such/folder");
        Assert.Matches("[\u4e00-\u9fff]", missing.Errors);
        Assert.Contains("Usage:", english.Output);
    }

    [Fact]
    public async Task What_programs_read_is_the_same_in_every_language()
    {
        string[] search = ["search", "a dog", "--in", await gallery.Folder, "--no-index", "-n", "2", "--json"];

        var english = (await ClipSearch.RunAsync(search)).Ended(0);
        var chinese = (await ClipSearch.RunAsync(
            search, null, environment: new() { ["CLIPSEARCH_LANG"] = "zh-CN" })).Ended(0);

        Assert.Equal(english.Output, chinese.Output);
        (await ClipSearch.RunAsync("doctor", "--lang", "klingon")).IsError("--lang: klingon is not one of en, zh-CN");
    }
}
