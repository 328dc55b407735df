using System.CommandLine;
using System.Text;
using Clip.Cli;
using Clip.Cli.Configuration;
using Clip.Cli.Options;

namespace Clip.Tests.Cli.Configuration;

/// <summary>A file's values are defaults, and a wrong file says where it is wrong.</summary>
public sealed class LoadedConfigurationTests
{
    [Fact]
    public void A_verb_s_own_table_comes_before_what_is_said_for_all_verbs()
    {
        var root = Application.BuildRoot();
        var search = Load(root, "search", "[search]\ntop = 7\nglob = ['*.png', '!raw']\n[similar]\ntop = 3\n");

        Assert.Equal(7, ValueOf<int>(search, "--top"));
        Assert.Equal(["*.png", "!raw"], ValueOf<string[]>(search, "--glob"));
        Assert.Equal(9, ValueOf<int>(search, "--top", "--top", "9"));
        Assert.Equal(4, ValueOf<int>(Load(root, "caption", "top = 4\nsearch.top = 5"), "--top"));
        Assert.Equal(5, ValueOf<int>(Load(root, "search", "search.top = 5\nsimilar = { top = 2 }"), "--top"));
        Assert.True(ValueOf<bool>(Load(root, "search", "[search]\nall-copies = true"), "--all-copies"));
    }

    [Theory]
    [InlineData("\ntopp = 2", "config.toml:2", "topp: no verb has such an option; did you mean top?")]
    [InlineData("[search]\ncutof = 2", "config.toml:2", "cutof: search has no such option; did you mean cutoff?")]
    [InlineData("[serach]\ntop = 2", "config.toml:2", "[serach]: serach is no verb; did you mean [search]?")]
    [InlineData("[models.pul]\ncheck = true", "config.toml:2", "did you mean [pull]?")]
    [InlineData("config = 'x'", "config.toml:1", "no verb has such an option")]
    [InlineData("top = 'many'", "config.toml:1", "top: many is neither a whole number from 1 on nor all")]
    [InlineData("top = 0", "config.toml:1", "top: 0 is")]
    [InlineData("top = [1, 2]", "config.toml:1", "takes one value, not a list")]
    [InlineData("top = true", "config.toml:1", "top: true is no value for it")]
    [InlineData("[embed]\nformat = 'xml'", "config.toml:2", "format: xml is not one of")]
    [InlineData("quiet = 'yes'", "config.toml:1", "quiet: yes is neither true nor false")]
    [InlineData("search = 1", "config.toml:1", "search: no verb has such an option")]
    [InlineData("[[search]]\ntop = 1", "config.toml:1", "is an array of tables")]
    [InlineData("a = 1\ntop = ", "config.toml:2", "is not TOML")]
    [InlineData("top = 1\ntop = 2", "config.toml:2", "is not TOML")]
    [InlineData("glob = [[1]]", "config.toml:1", "is neither a text, a number nor a list of them")]
    public void A_wrong_file_is_an_error_with_its_line_and_what_was_meant(string text, params string[] parts)
    {
        var error = Assert.Throws<ClipException>(
            () => Load(Application.BuildRoot(), "search", text, checksAll: true));

        Assert.All(parts, part => Assert.Contains(part, error.Message));
    }

    [Fact]
    public void Values_for_other_verbs_are_checked_only_where_that_is_asked_for()
    {
        const string Text = "[embed]\nformat = 'xml'\n[search]\ntop = 3";
        Assert.Equal(3, ValueOf<int>(Load(Application.BuildRoot(), "search", Text), "--top"));

        // That there is such an option is always checked.
        Assert.Throws<ClipException>(() => Load(Application.BuildRoot(), "search", "[embed]\nfromat = 'csv'"));
        Assert.Throws<ClipException>(() => Load(Application.BuildRoot(), "embed", Text));
    }

    [Fact]
    public void Every_option_can_be_set_but_those_that_make_no_sense_in_a_file()
    {
        var root = Application.BuildRoot();
        var parsed = root.Parse("");
        var options = Leaves(root).SelectMany(static verb => verb.Options).ToList();

        // Those of all verbs have the same types; they are shared, so that no test should change them.
        Assert.All(
            options.Where(static option => LoadedConfiguration.CanSet(option) && !option.Recursive),
            option => Assert.True(OptionDefault.Set(option, parsed), option.Name));
        Assert.Contains(options, static option => option is CommandOption && !LoadedConfiguration.CanSet(option));
    }

    [Fact]
    public void A_file_that_is_named_has_to_exist()
    {
        using var folder = new TestFolder();
        var (root, path) = (Application.BuildRoot(), folder.At("none.toml"));
        var command = root.Subcommands[0];

        Assert.Empty(LoadedConfiguration.Load(new ConfigurationPath(path, IsNamed: false), root, command).Entries);
        Assert.Empty(LoadedConfiguration.Load(new ConfigurationPath(null, IsNamed: true), root, command).Entries);
        var error = Assert.Throws<ClipException>(
            () => LoadedConfiguration.Load(new ConfigurationPath(path, IsNamed: true), root, command));
        Assert.Contains("CLIPSEARCH_CONFIG", error.Message);
    }

    public static TheoryData<byte[], string[]> Unreadable { get; } = new()
    {
        { [.. "top = 3\n# Z"u8, 0xFC, .. "rich\n"u8], ["config.toml:2: has bytes that are not UTF-8", "as UTF-8"] },
        { [.. "\n\nlang = '"u8, 0xC3], ["config.toml:3: has bytes that are not UTF-8"] },
        { [0xEF, 0xBB, 0xBF, .. "\n"u8, 0x80], ["config.toml:2: has bytes that are not UTF-8"] },
        { Encoding.Unicode.GetBytes("top = 3\n"), ["config.toml:1: has a zero byte", "save the file as UTF-8"] },
        { Encoding.BigEndianUnicode.GetBytes("top = 3\n"), ["config.toml:1: has a zero byte"] },
        { [.. "top = 3\n\n"u8, 0], ["config.toml:3: has a zero byte"] },
        { [0xFF, 0xFE, 0x0A, 0, 0x3D, 0xD8, 0x41, 0], ["config.toml:2: is not valid UTF-16"] },
        { [0xFF, 0xFE, 0, 0, 0x74, 0, 0, 0], ["config.toml:1: is not valid UTF-16"] },
        { new byte[(1 << 20) + 1], ["config.toml: is too large for a configuration file; name another file"] },
        { [.. "top = 3\ncolour = 'never'"u8], ["config.toml:2: colour: no verb has such an option"] },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_file_that_is_no_text_is_an_error_with_its_line_and_a_remedy(byte[] content, string[] parts)
    {
        var error = Assert.Throws<ClipException>(() => Load(Application.BuildRoot(), "search", content));

        Assert.All(parts, part => Assert.Contains(part, error.Message));
    }

    public static TheoryData<byte[], int> Texts { get; } = new()
    {
        { [0xEF, 0xBB, 0xBF, .. "top = 3 # Zürich"u8], 3 },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("top = 4 # Zürich 🛶\r\n")], 4 },
        { [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("top = 5 # 苏黎世")], 5 },
        { [.. "top = 6\r\n# Zürich 🛶"u8], 6 },
        { [], 10 },
        { [0xEF, 0xBB, 0xBF], 10 },
        { [0xFF, 0xFE], 10 },
        { [.. " \r\n"u8], 10 },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void UTF_8_and_UTF_16_are_read_with_their_marks_and_an_empty_file_says_nothing(byte[] content, int top) =>
        Assert.Equal(top, ValueOf<int>(Load(Application.BuildRoot(), "search", content), "--top"));

    private static Command Load(RootCommand root, string verb, string text, bool checksAll = false) =>
        Load(root, verb, Encoding.UTF8.GetBytes(text), checksAll);

    private static Command Load(RootCommand root, string verb, byte[] content, bool checksAll = false)
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("config.toml"), content);
        var command = root.Subcommands.Single(command => command.Name == verb);
        LoadedConfiguration.Load(
            new ConfigurationPath(folder.At("config.toml"), IsNamed: true), root, command, checksAll);
        return command;
    }

    private static T ValueOf<T>(Command command, string option, params string[] words) =>
        command.Parse(words).GetValue((Option<T>)command.Options.Single(one => one.Name == option))!;

    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0
        ? [command]
        : command.Subcommands.SelectMany(Leaves);
}
