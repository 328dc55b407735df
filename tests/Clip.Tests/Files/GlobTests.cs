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
        const string text = "a*[1]{b,c}?";

        var filter = new PictureFilter { Globs = [GlobSyntax.Escape(text)] };

        Assert.True(filter.AllowsPath(text + "/x.jpg"));
        Assert.False(filter.AllowsPath("ab1bx/x.jpg"));
    }
}
