using Clip.Files;

namespace Clip.Tests.Files;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.png", "a.PNG", true)]
    [InlineData("*.png", "a.jpg", false)]
    [InlineData("IMG_[0-4]*", "img_3.jpg", true)]
    [InlineData("IMG_[0-4]*", "IMG_7.jpg", false)]
    [InlineData("[a-z].jpg", "Q.jpg", true)]
    [InlineData("[!a-z].jpg", "q.jpg", false)]
    [InlineData("[^0-9]*", "a1", true)]
    [InlineData("[]-]x", "]x", true)]
    [InlineData("[]-]x", "-x", true)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData("[[]x", "[x", true)]
    [InlineData("photo [1].jpg", "photo [1].jpg", true)]
    [InlineData("photo [1].jpg", "photo 1.jpg", true)]
    [InlineData("a[bc", "a[bc", true)]
    [InlineData("a*[0-9]*z", "a12b3z", true)]
    [InlineData("?", "", false)]
    [InlineData("**", "abc", true)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("a*b*c", "aXbXbX", false)]
    [InlineData("[ä-ö]", "Ä", true)]
    public void A_glob_matches_a_name(string glob, string name, bool matches) =>
        Assert.Equal(matches, NameGlob.Matches(glob, name));

    [Theory]
    [InlineData("{2019,2020}/**", "2019/a.jpg", true)]
    [InlineData("{2019,2020}/**", "2021/a.jpg", false)]
    [InlineData("*.{png,tif{,f}}", "x/a.tiff", true)]
    [InlineData("*.{png,tif{,f}}", "x/a.tif", true)]
    [InlineData("*.{png,tif{,f}}", "x/a.jpg", false)]
    [InlineData("{a/b,c}/*.jpg", "a/b/x.jpg", true)]
    [InlineData("[{]x[}]", "{x}", true)]
    [InlineData("{x}", "{x}", true)]
    [InlineData("{x}", "x", false)]
    [InlineData("!{a,b}", "b/x.jpg", false)]
    [InlineData("!{a,b}", "c/x.jpg", true)]
    public void Braces_stand_for_either_text(string glob, string path, bool matches) =>
        Assert.Equal(matches, new PictureFilter { Globs = [glob] }.AllowsPath(path));

    /// <summary>As git's documentation of .gitignore and ripgrep's of its globs say.</summary>
    [Theory]
    [InlineData(@"\*.jpg", "*.jpg", true)]
    [InlineData(@"\*.jpg", "a.jpg", false)]
    [InlineData(@"\?.jpg", "x/?.jpg", true)]
    [InlineData(@"\?.jpg", "x/a.jpg", false)]
    [InlineData(@"\[1\].jpg", "[1].jpg", true)]
    [InlineData(@"\[1\].jpg", "1.jpg", false)]
    [InlineData(@"\{a,b\}.jpg", "{a,b}.jpg", true)]
    [InlineData(@"\{a,b\}.jpg", "a.jpg", false)]
    [InlineData(@"{a\,b,c}.jpg", "a,b.jpg", true)]
    [InlineData(@"{a\,b,c}.jpg", "b.jpg", false)]
    [InlineData(@"\!a.jpg", "!a.jpg", true)]
    [InlineData(@"\!a.jpg", "b.jpg", false)]
    [InlineData(@"!\*.jpg", "a.jpg", true)]
    [InlineData(@"!\*.jpg", "*.jpg", false)]
    [InlineData(@"\a\b.jpg", "ab.jpg", true)]
    [InlineData(@"a\\b.jpg", @"a\b.jpg", true)]
    [InlineData(@"a\\b.jpg", "ab.jpg", false)]
    [InlineData(@"a\\*.jpg", @"a\xyz.jpg", true)]
    [InlineData(@"[\]x].jpg", "].jpg", true)]
    [InlineData(@"[a\-c].jpg", "-.jpg", true)]
    [InlineData(@"[a\-c].jpg", "b.jpg", false)]
    [InlineData(@"[\!a].jpg", "!.jpg", true)]
    [InlineData(@"[\!a].jpg", "b.jpg", false)]
    [InlineData(@"[!\]].jpg", "].jpg", false)]
    [InlineData(@"2019/\**.jpg", "2019/*x.jpg", true)]
    [InlineData(@"2019/\**.jpg", "2019/x.jpg", false)]
    [InlineData(@"\**/a.jpg", "*x/a.jpg", true)]
    public void A_backslash_makes_the_character_behind_it_stand_for_itself(string glob, string path, bool matches)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash separates names there");
        Assert.Equal(matches, new PictureFilter { Globs = [glob] }.AllowsPath(path));
        if (!glob.StartsWith('!'))
            Assert.Equal(matches, new ExcludePatterns([glob]).Match(path));
    }

    [Theory]
    [InlineData(@"2019\*.jpg", "2019/*.jpg")]
    [InlineData(@"\\raw", "//raw")]
    [InlineData(@"a\[b", "a/[b")]
    public void A_backslash_separates_names_on_Windows(string glob, string same) =>
        Assert.Equal(same, GlobEscapes.Resolve(glob, isSeparator: true));

    [Fact]
    public void A_backslash_with_nothing_behind_it_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash separates names there");
        Assert.Contains("ends in a \\", GlobSyntax.ProblemOf(@"a\"));
        Assert.Contains("ends in a \\", GlobSyntax.ProblemOf(@"a\\\"));
        Assert.Null(GlobSyntax.ProblemOf(@"a\\"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("./")]
    [InlineData("a[b")]
    [InlineData("[a/b]")]
    [InlineData("{a,b")]
    [InlineData("{a,{b,c}")]
    [InlineData("../x")]
    [InlineData("{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}")]
    public void A_glob_that_is_not_closed_or_matches_nothing_is_refused(string glob)
    {
        Assert.NotNull(GlobSyntax.ProblemOf(glob));
        Assert.False(PictureFilter.IsGlob("!" + glob));
    }

    [Theory]
    [InlineData("*.png")]
    [InlineData("[[]x")]
    [InlineData("a..b")]
    [InlineData("a}b,c")]
    [InlineData("[{]")]
    public void Other_globs_are_accepted(string glob) => Assert.Null(GlobSyntax.ProblemOf(glob));

    [Fact]
    public void An_escaped_text_matches_itself_alone()
    {
        var text = "a*[1]{b,c}?" + (OperatingSystem.IsWindows() ? "" : @"\*\");

        var filter = new PictureFilter { Globs = [GlobSyntax.Escape(text)] };

        Assert.True(filter.AllowsPath(text + "/x.jpg"));
        Assert.False(filter.AllowsPath("ab1bx/x.jpg"));
    }
}
