using Clip.Cli;
using Clip.Cli.Completion;

namespace Clip.Tests.Cli.Completion;

public sealed class CommandCompletionTests
{
    [Theory]
    [InlineData("se", "search,service,serve", "None")]
    [InlineData("--col", "--color", "None")]
    [InlineData("--color never se", "search,service,serve", "None")]
    [InlineData("inspect p", "pixels", "None")]
    [InlineData("search --color ", "auto,always,never", "None")]
    [InlineData("search --color=n", "--color=never", "None")]
    [InlineData("search --rank ", "fused,embedding,words", "None")]
    [InlineData("search dog --she", "--sheet", "None")]
    [InlineData("search --sheet a.jpg --she", "", "None")] // given already
    [InlineData("search --in a --in", "--in,--index-dir,--interactive", "None")] // repeatable
    [InlineData("search --in ", "", "Folders")]
    [InlineData("search --sheet ", "", "Files")]
    [InlineData("search ./p", "", "Files")]
    [InlineData("search -- --in", "", "Files")]
    [InlineData("search -n ", "", "None")]
    [InlineData("search dog -x ", "", "Programs")]
    [InlineData("search dog -x cp --in", "", "Files")]
    [InlineData("search dog -x cp {} ; --she", "--sheet", "None")]
    [InlineData("search --model clip-mi", "clip-mini", "Folders")]
    [InlineData("models verify clip-mi", "clip-mini", "None")]
    [InlineData("embed --device cp", "cpu", "None")]
    [InlineData("completion f", "fish", "None")]
    [InlineData("completion fish f", "", "None")] // there is no second argument
    [InlineData("library add ", "", "None")]
    [InlineData("library add family ", "", "Folders")]
    [InlineData("library add family ~/Pictures ", "", "None")]
    [InlineData("compare dog ", "", "Files")]
    [InlineData("compare dog - ", "", "None")]
    [InlineData("nonsense", "", "None")]
    [InlineData("search --nonsense=", "", "None")]
    public void A_line_is_completed_by_the_definitions_that_parse_it(string line, string words, string paths)
    {
        var answer = new CommandCompletion(Application.BuildRoot()).Complete(line.Split(' '));

        Assert.Equal(words, string.Join(',', answer.Candidates.Select(static one => one.Text)));
        Assert.Equal(paths, answer.Paths.ToString());
    }

    [Fact]
    public void Every_verb_and_option_of_the_help_is_offered()
    {
        var root = Application.BuildRoot();
        var completion = new CommandCompletion(root);

        Assert.Equal(
            root.Subcommands.Select(static verb => verb.Name),
            completion.Complete([""]).Candidates.Select(static one => one.Text));
        Assert.All(root.Subcommands.Where(static verb => verb.Subcommands.Count == 0), verb => Assert.Equal(
            Clip.Cli.Options.CommandOptions.Of(verb).Select(static option => option.Name).Distinct(),
            completion.Complete([verb.Name, "-"]).Candidates.Select(static one => one.Text)));
        Assert.All(completion.Complete([""]).Candidates, static one => Assert.DoesNotContain('\n', one.Description));
    }

    [Theory]
    [InlineData("bash -- search --color = n", "never\n")]
    [InlineData("bash -- search --color =", "auto\nalways\nnever\n")]
    [InlineData("bash -- search --color=n", "--color=never\n")]
    [InlineData("zsh -- search --color=n", "--color=never\n")]
    [InlineData("powershell -- search --color +n", "never\n")]
    [InlineData("fish -- search --in ", ":folders\n")]
    public void A_script_gets_what_its_shell_replaces(string line, string expected) => Assert.Equal(
        expected, CompletionRequest.Answer(["complete", .. line.Split(' ')], Application.BuildRoot())?.Format());

    [Theory]
    [InlineData("complete")]
    [InlineData("complete ksh -- search")]
    [InlineData("search complete bash -- x")]
    public void Other_lines_are_no_requests_of_scripts(string line) =>
        Assert.Null(CompletionRequest.Answer(line.Split(' '), Application.BuildRoot()));
}
