using Clip.Cli.Options;

namespace Clip.Tests.Cli.Options;

public sealed class RootedGlobsTests
{
    [Fact]
    public void A_glob_with_the_folders_full_path_is_made_relative_and_another_folders_is_refused()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.At("a[1]", "raw"));
        var all = new IndexPlace(IndexLocation.For(folder.Path), "");
        var part = all with { Folder = "a[1]" };

        Assert.Equal("/2019/*.jpg", RootedGlobs.Of($"{folder.Path}/2019/*.jpg", all, "--glob"));
        Assert.Equal("!/2019", RootedGlobs.Of($"!{folder.Path}/2019", all, "--glob"));
        Assert.Equal("/raw/*", RootedGlobs.Of($"{folder.At("a[1]")}/raw/*", part, "--glob"));
        Assert.Equal("/raw", RootedGlobs.Of("/raw", all, "--glob"));
        Assert.Equal("*.jpg", RootedGlobs.Of("*.jpg", all, "--glob"));
        var error = Assert.Throws<ClipException>(
            () => RootedGlobs.Of(Path.GetTempPath().TrimEnd('/') + "/*.jpg", all, "--glob"));
        Assert.StartsWith("--glob ", error.Subject);
    }

    [Fact]
    public void Excludes_of_a_part_of_an_index_are_relative_to_that_part()
    {
        using var folder = new TestFolder();
        var part = new IndexPlace(IndexLocation.For(folder.Path), "a[1]");

        var limited = part.Limit(new IndexerOptions { Exclude = ["*.gif", "/raw", "x/**/y"] });

        Assert.Equal([folder.At("a[1]")], limited.Paths);
        Assert.Equal(["/a[[]1]/**/*.gif", "/a[[]1]/raw", "/a[[]1]/x/**/y"], limited.Exclude);
    }
}
