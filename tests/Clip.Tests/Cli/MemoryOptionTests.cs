using System.Text.RegularExpressions;
using Clip.Cli.Options;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>--memory</c> and the variables with sizes.</summary>
public class MemoryOptionTests
{
    [Theory]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("512mb", 512_000_000)]
    [InlineData("512M", 512_000_000)]
    [InlineData("1024KiB", 1_048_576)]
    [InlineData("4096", 4096)]
    [InlineData("4096B", 4096)]
    [InlineData("25%", 2_000)]
    [InlineData("0.5 %", 40)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes)
    {
        Assert.Null(SizeText.Read(text, whole: 8_000, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-2GB")]
    [InlineData("2,5GB")]
    [InlineData("two")]
    [InlineData("1e400GB")]
    [InlineData("NaN")]
    [InlineData("2XB")]
    [InlineData("%")]
    public void What_is_no_size_is_refused(string text) => Assert.Equal(
        $"{text} is not a size such as 2GB, 512MB or 25%", SizeText.Read(text, whole: 8_000, out _));

    [Fact]
    public void A_share_is_refused_where_there_is_nothing_to_share() =>
        Assert.Equal("25% is not a size such as 2GB, 512MB", SizeText.Read("25%", whole: null, out _));

    [Fact]
    public async Task A_picture_beyond_the_memory_is_named_with_what_it_needs_and_read_with_more()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("large.png"), Pictures.Png(3_000, 2_000));
        string[] index = ["index", folder.Path, "--model", GoldenModels.Folder("clip-split"), "--json"];

        var refused = await ClipSearch.RunAsync([.. index, "--memory", "4MB"]);
        var error = Assert.Single(refused.Ended(0).ErrorLines);
        var needed = Regex.Match(error, @"give --memory (\d+)MB or more, or shrink it first$").Groups[1].Value;
        var accepted = await ClipSearch.RunAsync(
            index, null, environment: new Dictionary<string, string?> { ["CLIPSEARCH_MEMORY"] = needed + "MB" });

        Assert.Equal(1, Assert.Single(accepted.Ended(0).Json).GetProperty("added").GetInt32());
        Assert.Empty(accepted.Errors);
    }

    [Fact]
    public async Task A_wrong_size_is_an_error_that_names_the_option_or_the_variable()
    {
        (await ClipSearch.RunAsync("models", "list", "--memory", "3")).IsError("--memory: 3 is too little; give 1MB");
        (await ClipSearch.RunAsync(
            ["embed", "x"], null, environment: new Dictionary<string, string?> { ["CLIPSEARCH_MEMORY"] = "much" }))
            .IsError("CLIPSEARCH_MEMORY: much is not a size such as 2GB, 512MB or 25%");
        (await ClipSearch.RunAsync(
            ["models", "cache"], null, environment: new() { ["CLIPSEARCH_CACHE_LIMIT"] = "4 apples" }))
            .IsError("CLIPSEARCH_CACHE_LIMIT: 4 apples is not a size such as 2GB, 512MB");
    }
}
