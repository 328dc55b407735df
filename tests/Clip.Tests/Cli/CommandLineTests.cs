using System.CommandLine;
using Clip.Cli;
using Clip.Cli.Options;

namespace Clip.Tests.Cli;

/// <summary>Command lines as people type them, and what is said about those that are not understood.</summary>
public sealed class CommandLineTests
{
    private static readonly RootCommand Root = Application.BuildRoot();

    public static TheoryData<string> Commands => [.. Names(Root, "")];

    [Theory]
    [InlineData("--json --in X search dog", "search --json --in X dog")]
    [InlineData("-n 3 --in=X search dog", "search -n 3 --in=X dog")]
    [InlineData("--in search search dog", "search --in search dog")]
    [InlineData("--max-length 5 inspect --json tokens dog", "inspect tokens --max-length 5 --json dog")]
    [InlineData("search dog --top 3 -n 5", "search dog -n 5")]
    [InlineData("--top 3 search dog --top=4 -n5", "search dog -n5")]
    [InlineData("search --min-score -0.5 --min-score 0.1 dog", "search --min-score 0.1 dog")]
    [InlineData("search --index-dir A dog --index-dir B --json --json", "search dog --index-dir B --json --json")]
    [InlineData("search --glob a --glob b dog", "search --glob a --glob b dog")]
    [InlineData("search --text -- --top 3 --top 4", "search --text -- --top 3 --top 4")]
    [InlineData("search help", "search help")]
    [InlineData("help", "--help")]
    [InlineData("help search", "search --help")]
    [InlineData("help inspect tokens", "inspect tokens --help")]
    [InlineData("inspect help tokens", "inspect tokens --help")]
    [InlineData("-V", "--version")]
    [InlineData("--json -V search dog", "--version")]
    [InlineData("search -V", "search -V")]
    [InlineData("dog --top 3", "dog --top 3")]
    public void Words_are_brought_into_the_parsers_order(string written, string arranged) =>
        Assert.Equal(arranged, string.Join(' ', new CommandWords(Root).Arrange(written.Split(' '))));

    [Theory]
    [InlineData("serch dog", "serch: no such verb; did you mean search?")]
    [InlineData("simlar a.jpg", "did you mean similar?")]
    [InlineData("help serch", "did you mean search?")]
    [InlineData("serch --help", "did you mean search?")]
    [InlineData("dog --top 3", "dog: no such verb; to search for it: clipsearch search dog --top 3;")]
    [InlineData("--in gal serch dog", "serch: no such verb; did you mean search?")]
    [InlineData("--lang zh-CN --json dogs --top 3", "dogs: no such verb; to search for it: clipsearch search --lang ")]
    [InlineData("--in search", "a verb is needed: search, caption")]
    [InlineData("[foo]", "[foo]: no such verb; to search for it: clipsearch search ")]
    [InlineData("[diagram] search dog", "[diagram]: no such verb")]
    [InlineData("[env:A=B] search dog", "[env:A=B]: no such verb")]
    [InlineData("--json", "a verb is needed: search, caption")]
    [InlineData("--jsn search dog", "--jsn: no such option; did you mean --json? See: clipsearch search --help")]
    [InlineData("--frobnicate 3 search dog", "--frobnicate: no such option")]
    [InlineData("--tpo 3 search dog", "--tpo: no such option; did you mean --top?")]
    [InlineData("inspect token", "token: no such verb; did you mean tokens?")]
    [InlineData("search dog --tpo 3", "--tpo: no such option; did you mean --top?")]
    [InlineData("search dog --index=x", "--index: no such option; did you mean --index-dir?")]
    [InlineData("status --verfy", "--verfy: no such option; did you mean --verify?")]
    [InlineData("search dog --prune", "--prune: is an option of index, not of search")]
    [InlineData("search dog --frobnicate", "--frobnicate: no such option; where it is a file")]
    [InlineData("search dog --in", "--in: needs a value, FOLDER; see: clipsearch search --help")]
    [InlineData("similar", "similar: needs PICTURE")]
    [InlineData("status /", "/: status takes no argument; for a folder write --in /")]
    [InlineData("serve --in x", "--in: no such option; serve finds its folders by --root")]
    [InlineData("search dog --root x", "--root: no such option; search finds its folders by --in")]
    public void What_is_not_understood_is_explained(string written, string expected)
    {
        var words = written.Split(' ');
        var arranged = new CommandWords(Root).Arrange(words);

        var problem = Usage.Problem(Root.Parse(arranged), arranged, words);

        Assert.Contains(expected, problem);
    }

    [Theory]
    [InlineData("search [foo]")]
    [InlineData("search [diagram] dog")]
    [InlineData("--in X search dog --in Y --top 3 --top 4")]
    [InlineData("search --min-score -0.5 dog")]
    [InlineData("search -- --not-an-option")]
    [InlineData("help search")]
    [InlineData("status /tmp --help")]
    public void What_is_right_is_accepted(string written)
    {
        var words = written.Split(' ');
        var arranged = new CommandWords(Root).Arrange(words);

        Assert.Null(Usage.Problem(Root.Parse(arranged), arranged, words));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_value_of_another_type_is_a_mistake_whatever_the_option(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = Find(words);
        Type[] others = [typeof(string), typeof(string[]), typeof(bool)];
        var typed = CommandOptions.Of(command).Where(
            option => !others.Contains(option.ValueType) && option is not CommandOption and { Action: null });

        foreach (var option in typed)
        {
            string[] written = [.. words, $"{option.Name}=zz%"];
            var problem = Usage.Problem(Root.Parse(written), written, written);
            Assert.True(problem is not null, option.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_fits_80_columns_and_shows_verbs_before_options_and_expert_options_last(string name)
    {
        var command = Find(name.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var help = HelpText.Of(command);

        Assert.All(help.Split('\n'), static line => Assert.True(line.Length <= 80, line));
        var headings = help.Split('\n').Where(static line => line.EndsWith(':') && !line.StartsWith(' ')).ToList();
        Assert.Equal("Usage:", headings[0]);
        Assert.Equal(["Output:", "Model:", "Device and memory:", "Examples:"], headings[^4..]);
        if (command.Subcommands.Count > 0)
            Assert.Equal("Verbs:", headings[1]);
        Assert.All(CommandOptions.Of(command), option => Assert.Contains(option.Name, help));
    }

    [Theory]
    [InlineData("it's", "'it'\\''s'", "\"it's\"")]
    [InlineData("a b", "'a b'", "\"a b\"")]
    [InlineData("$HOME", "'$HOME'", "\"$HOME\"")]
    [InlineData("", "''", "\"\"")]
    [InlineData("/plain/path-1.jpg", "/plain/path-1.jpg", "/plain/path-1.jpg")]
    [InlineData(@"C:\pictures\", @"'C:\pictures\'", @"C:\pictures\")]
    [InlineData(@"C:\my pictures\", @"'C:\my pictures\'", @"""C:\my pictures\\""")]
    [InlineData("день.jpg", "день.jpg", "день.jpg")]
    [InlineData("new\nline's", @"$'new\nline\'s'", "\"new\nline's\"")]
    [InlineData("*", "'*'", "\"*\"")]
    public void Arguments_are_quoted_for_the_shell(string argument, string posix, string windows)
    {
        Assert.Equal(posix, Clip.Cli.Output.ShellQuoted.Of(argument, isWindows: false));
        Assert.Equal(windows, Clip.Cli.Output.ShellQuoted.Of(argument, isWindows: true));
    }

    private static Command Find(string[] verbs) => verbs.Aggregate(
        (Command)Root, static (command, word) => command.Subcommands.Single(verb => verb.Name == word));

    private static IEnumerable<string> Names(Command command, string name) =>
        [name, .. command.Subcommands.SelectMany(verb => Names(verb, $"{name} {verb.Name}".TrimStart()))];
}
