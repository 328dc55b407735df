using System.Text;
using Clip.Cli;
using Clip.Cli.Manual;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli.Manual;

/// <summary>The manual and the tables are what the definitions of verbs and options say.</summary>
public sealed class ManualTests
{
    /// <summary>
    /// After a change of verbs or options write the files again:
    /// <c>dotnet run -c Release --project src/Clip.Cli -- generate-manual .</c>
    /// </summary>
    [Fact]
    public void What_is_committed_is_what_is_generated()
    {
        var files = ManualFiles.All(Application.BuildRoot(), Repository.Root).ToList();
        var stale = files
            .Where(static file => !File.Exists(Path.Combine(Repository.Root, file.Path))
                || File.ReadAllText(Path.Combine(Repository.Root, file.Path)) != file.Text)
            .Select(static file => file.Path).ToList();
        var left = Directory.GetFiles(Path.Combine(Repository.Root, "man"))
            .Select(static file => $"man/{Path.GetFileName(file)}").Except(files.Select(static file => file.Path));

        Assert.True(
            stale.Count == 0,
            $"run dotnet run -c Release --project src/Clip.Cli -- generate-manual . for {string.Join(", ", stale)}");
        Assert.Empty(left);
    }

    [Fact]
    public async Task Groff_formats_every_page_without_a_warning()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/groff"), "groff is not installed");
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "man"));

        var result = await CliWrap.Cli.Wrap("/usr/bin/groff").WithArguments(["-ww", "-man", "-Tutf8", "-z", .. pages])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);

        Assert.Equal((0, "", ""), (result.ExitCode, result.StandardOutput, result.StandardError));
        Assert.True(pages.Length > 20);
    }

    [Fact]
    public void Texts_that_look_like_commands_of_roff_are_texts()
    {
        var page = new RoffPage("a-b");
        page.Section("Say \"it\"");
        page.Paragraph(".clip, it's \\t and 1×2");
        page.Term("-x", " FILE", "");

        Assert.Equal(
            """
            .TH A\-B 1 "" "clipsearch" "User Commands"
            .SH "SAY \(dqIT\(dq"
            \&.clip, it\(aqs \et and 1\[u00D7]2
            .TP
            \fB\-x\fR\fI FILE\fR
             

            """.ReplaceLineEndings("\n"), page.ToString());
    }

    [Fact]
    public void A_page_with_a_mark_gets_the_table_of_verbs_and_others_stay_as_they_are()
    {
        var root = Application.BuildRoot();
        const string page = "a\n<!-- generated: verbs -->\nold\n<!-- generated: end -->\nb\n";

        var written = MarkdownReference.WithVerbs(page, root);

        Assert.StartsWith("a\n<!-- generated: verbs -->\n| verb | |\n|---|---|\n| `search [QUERY...]` | Find", written);
        Assert.Contains("| `models list\\|pull\\|verify\\|info\\|cache` | ", written);
        Assert.EndsWith("|\n<!-- generated: end -->\nb\n", written);
        Assert.Equal(written, MarkdownReference.WithVerbs(written, root));
        Assert.Equal("a | b", MarkdownReference.WithVerbs("a | b", root));
    }

    [Theory]
    [InlineData("README.md", "| `browse [QUERY...]` | Look through pictures on the whole screen")]
    [InlineData("README.zh-CN.md", "| `browse [QUERY...]` | 全屏浏览图片，边输入边搜索")]
    public void The_README_of_each_language_has_the_table_of_verbs(string name, string row)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, name));

        Assert.Contains("<!-- generated: verbs -->\n", readme);
        Assert.Contains(row, readme);
    }
}
