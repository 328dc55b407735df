using Clip.Files;

namespace Clip.Tests.Files;

public sealed class ChangedPathsTests
{
    [Fact]
    public void What_holds_for_a_folder_holds_for_all_in_it()
    {
        var changed = new ChangedPaths(["a/b", "c.jpg"], ["a/b"]);

        Assert.Equal(["", "a"], changed.Folders);
        Assert.True(changed.Covers("a/b"));
        Assert.True(changed.Covers("a/b/x/1.jpg"));
        Assert.False(changed.Covers("a/bc.jpg"));
        Assert.True(changed.IsDeleted("a/b/x/1.jpg"));
        Assert.False(changed.IsDeleted("c.jpg"));
        Assert.True(changed.Touches("", "c.jpg"));
        Assert.False(changed.Touches("a", "c.jpg"));
    }

    [Theory]
    [InlineData("x.txt")]
    [InlineData("x.jpg.txt")]
    [InlineData("x.xmp")]
    [InlineData("x.jpg.xmp")]
    [InlineData("x.XMP")]
    [InlineData("x.jpg.Txt")]
    public void A_changed_sidecar_touches_its_picture(string sidecar)
    {
        var changed = new ChangedPaths([$"a/{sidecar}"], []);

        Assert.True(changed.Touches("a", "x.jpg"));
        Assert.False(changed.Touches("a", "y.jpg"));
    }

    [Fact]
    public void A_walk_looks_at_nothing_else_and_leaves_out_what_every_walk_does()
    {
        using var folder = new TestFolder();
        string[] files = ["1.jpg", "2.jpg", "new/3.jpg", "new/sub/4.jpg", ".h/5.jpg", "no/6.jpg", "k/7.jpg"];
        foreach (var path in files)
            File.WriteAllText(folder.At(path.Split('/')), "x");
        File.WriteAllText(folder.At("2.txt"), "words");
        File.WriteAllText(folder.At(".clipignore"), "no\n");

        var walk = FolderWalk.Open(folder.Path, new FolderWalkOptions
        {
            Changed = new ChangedPaths(["2.txt", "new", "new/3.jpg", ".h/5.jpg", "no/6.jpg", "missing/8.jpg"], []),
        });

        Assert.Equal(
            ["2.jpg", "new/3.jpg", "new/sub/4.jpg"],
            walk.Files(static error => throw error, TestContext.Current.CancellationToken)
                .Select(static file => file.Path));
    }
}
