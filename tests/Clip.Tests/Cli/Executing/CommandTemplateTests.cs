using Clip.Cli.Executing;
using Clip.Cli.Options;
using Clip.Cli.Showing;

namespace Clip.Tests.Cli.Executing;

/// <summary>Placeholders stand for the parts that fd's stand for, and no shell reads a word.</summary>
public sealed class CommandTemplateTests
{
    private static readonly ShownPicture Dog = new(1, "a b/my dog.tar.jpg", "/x/a b/my dog.tar.jpg", 0.25f, null);
    private static readonly ShownPicture Cat = new(2, "cat", "/x/cat", null, null);

    [Theory]
    [InlineData("{}", "a b/my dog.tar.jpg", "cat")]
    [InlineData("{/}", "my dog.tar.jpg", "cat")]
    [InlineData("{//}", "a b", ".")]
    [InlineData("{.}", "a b/my dog.tar", "cat")]
    [InlineData("{/.}", "my dog.tar", "cat")]
    [InlineData("{rank}-{score}", "1-0.25", "2-")]
    [InlineData("to/{/.}.png", "to/my dog.tar.png", "to/cat.png")]
    [InlineData("{{}}{print $1}", "{}{print $1}", "{}{print $1}")]
    [InlineData("$(rm {}); `{}`", "$(rm a b/my dog.tar.jpg); `a b/my dog.tar.jpg`", "$(rm cat); `cat`")]
    public void A_word_is_expanded_for_each_result(string word, string dog, string cat)
    {
        var text = PlaceholderText.Parse(word);

        Assert.Equal((dog, cat), (text.Expand(Dog), text.Expand(Cat)));
    }

    [Theory]
    [InlineData("cp {} to/", "cp|a b/my dog.tar.jpg|to/", "cp|cat|to/")]
    [InlineData("cp", "cp|a b/my dog.tar.jpg", "cp|cat")]
    public void Each_result_gets_a_command(string words, string dog, string cat)
    {
        var command = CommandTemplate.Parse(words.Split(' '), isBatch: false, out _)!;

        Assert.Equal(
            [dog, cat], command.CommandLines([Dog, Cat], new ArgumentLimit(1)).Select(line => string.Join('|', line)));
    }

    [Fact]
    public void A_batch_is_one_command_until_the_system_takes_no_more()
    {
        var command = CommandTemplate.Parse(["tar", "cf", "x.tar", "{}", "--"], isBatch: true, out _)!;
        var results = Enumerable.Range(1, 10).Select(rank => Cat with { Rank = rank, Path = $"{rank}.jpg" }).ToList();
        var limit = new ArgumentLimit(1_000_000);

        Assert.Equal(
            ["tar", "cf", "x.tar", .. results.Select(static one => one.Path), "--"],
            Assert.Single(command.CommandLines(results, limit)));

        var room = ((string[])["tar", "cf", "x.tar", "--", "1.jpg", "2.jpg", "3.jpg"]).Sum(ArgumentLimit.SizeOf);
        var parts = command.CommandLines(results, new ArgumentLimit(room)).ToList();
        Assert.Equal([7, 7, 7, 5], parts.Select(static part => part.Count));
        Assert.All(parts, part => Assert.Equal(("tar", "--"), (part[0], part[^1])));
        Assert.Equal(results.Select(static one => one.Path), parts.SelectMany(static part => part.Skip(3).SkipLast(1)));
    }

    [Fact]
    public void A_process_takes_as_much_as_the_system_s_limit_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "echo is a command of the shell there");
        var limit = ArgumentLimit.OfSystem();
        var argument = new string('x', 1000);
        var count = (int)(limit.Most / ArgumentLimit.SizeOf(argument)) - 1;
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(ProgramFile.Find("true"), Enumerable.Repeat(argument, count)))!;

        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.True(count > 100);
    }

    [Theory]
    [InlineData(true, "cp", "{}", "{.}")]
    [InlineData(true, "{}")]
    [InlineData(false, "")]
    public void A_command_that_cannot_be_run_is_refused(bool isBatch, params string[] words)
    {
        Assert.Null(CommandTemplate.Parse(words, isBatch, out var problem));
        Assert.NotNull(problem);
    }

    [Theory]
    [InlineData("search -x cp -r {} ; dog -n 2", "search|-x=cp+-r+{}|dog|-n|2")]
    [InlineData("search dog --exec-batch a --json", "search|dog|--exec-batch=a+--json")]
    [InlineData("search -x a ; -x b ;", "search|-x=a|-x=b")]
    [InlineData("search --exec=a b ; c", "search|--exec=a+b|c")]
    [InlineData("search -- -x a", "search|--|-x|a")]
    [InlineData("search -x", "search|-x")]
    public void A_command_is_one_word_for_the_parser(string words, string joined) => Assert.Equal(
        joined, string.Join('|', CommandOption.Join(words.Split(' '), static name => name is "-x" or "--exec"
            or "--exec-batch")).Replace('\0', '+'));

    [Fact]
    public void A_program_is_found_by_PATH_and_not_in_the_current_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "programs have other names there");
        Assert.EndsWith("/true", ProgramFile.Find("true"));
        Assert.Throws<ClipException>(() => ProgramFile.Find("Clip.Tests.dll"));
        Assert.Throws<ClipException>(() => ProgramFile.Find("./none"));
    }
}
