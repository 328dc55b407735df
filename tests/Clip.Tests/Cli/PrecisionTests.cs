using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>--precision</c>: what it says, what an index remembers of it, and what is refused.</summary>
public sealed class PrecisionTests
{
    [Fact]
    public async Task An_index_in_8_bits_is_measured_on_its_pictures_and_searched_in_8_bits()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "clothing-00.jpg", "clothing-01.jpg" })
            File.Copy(Pictures.Photo(name), folder.At(name));
        var model = GoldenModels.Folder("clip-split");

        var made = (await ClipSearch.RunAsync(
            "index", folder.Path, "--model", model, "--precision", "int8", "--min-cosine", "0.99")).Ended(0);
        var found = (await ClipSearch.RunAsync(
            "search", "a dog", "--in", folder.Path, "--json", "--min-cosine", "0.99")).Ended(0);
        var status = (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0);
        var other = await ClipSearch.RunAsync("search", "a dog", "--in", folder.Path, "--precision", "fp32");

        Assert.Contains($"pictures of {folder.Path}", made.Errors);
        Assert.Contains("of the top 10 agree", made.Errors);
        Assert.Equal(2, found.Paths.Length);
        Assert.Equal("int8", status.Json[0].GetProperty("precision").GetString());
        Assert.Equal(2, status.Json[0].GetProperty("precision_reports").GetArrayLength());
        other.IsError("in int8", "--precision int8");
    }

    [Fact]
    public async Task Values_that_make_no_sense_are_refused()
    {
        (await ClipSearch.RunAsync("search", "a dog", "--precision", "int4")).IsError("fp32");
        (await ClipSearch.RunAsync("search", "a dog", "--min-cosine", "0.5"))
            .IsError("--min-cosine: 0.5 is not a number from 0.99 to 1");
    }
}
