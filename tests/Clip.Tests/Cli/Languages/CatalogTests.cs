using System.CommandLine;
using System.Text.RegularExpressions;
using Clip.Cli;
using Clip.Cli.Languages;
using Clip.Cli.Manual;
using Clip.Cli.Options;
using Clip.Cli.Timing;

namespace Clip.Tests.Cli.Languages;

/// <summary>Every text has its translation, which has the same values and options in it.</summary>
public sealed partial class CatalogTests
{
    /// <summary>The sources whose messages are translated.</summary>
    private static readonly string[] Sources =
    [
        "src/Clip.Cli/Application.cs", "src/Clip.Cli/ArgumentEncoding.cs", "src/Clip.Cli/Usage.cs",
        "src/Clip.Cli/Configuration", "src/Clip.Cli/Executing", "src/Clip.Cli/Inputs", "src/Clip.Cli/Options",
        "src/Clip.Cli/Output", "src/Clip.Cli/Printing", "src/Clip.Cli/Remedies", "src/Clip.Cli/Showing",
        "src/Clip.Cli/Timing", "src/Clip.Cli/Verbs",
    ];

    /// <summary>Texts of these files that are no messages, and those that a longer text contains.</summary>
    private static readonly string[] NoMessages =
    [
        "Application Support", "Max stack size", "command line", "clipsearch index --rebuild {0}", "from {0} to {1}",
        "--in FOLDER --index-dir {0}", "; for a folder write --in {0}", "[green]{0}[/][grey]{1}[/] {2}",
        "clipsearch status --failed {0}", "clipsearch index --library {0}", "clipsearch models pull {0}",
        "yyyy-MM-dd HH:mm", "load model", "load tokenizer", "start ONNX Runtime", "update index", "encode text",
        "encode image", "warm up", "new caption", "inspect tokens", "state = running", " do not",
        "clip precision 1", "clip fingerprint 1", "clip graph cache 2", "LD_DEBUG environment variable:",
        "Raw profile type exif", "Raw profile type APP1", "Raw profile type ",
    ];

    /// <summary>
    /// Files with texts of HTML, XML and npy, of the shell, and of cameras; what is said of known models has a test.
    /// </summary>
    private static readonly string[] OtherTexts =
    [
        "PageFile.cs", "LaunchdAgent.cs", "EmbeddingWriter.cs", "SystemViewer.cs", "Boilerplate.cs", "KnownModels.cs",
    ];

    /// <summary>Single words that are shown: names of facts, states, changes, phases, columns, keys.</summary>
    private static readonly string[] Words =
    [
        "away", "damaged", "indexed", "sound", "none", "unknown", "yes", "no", "text", "image", "vector", "input",
        "output", "oldest", "added", "updated", "moved", "removed", "failed", "NAME", "PICTURES", "STATE", "FOLDER",
        "INDEX", "HERE", "LANGUAGES", "LICENCE", "REPOSITORY", "QUALITY", "median", "other", "arrows", "Space",
        "F1 help", "? help", "/ query", "o open", "m more", "n not", "f filter", "y copy", "M move", "q quit", "v back",
        .. RunPhases.All,
        .. ((string[])["file", "picture", "vector", "path", "new caption", "graph", "second", "minute", "hour", "day"])
            .SelectMany(static noun => (string[])[$"{{0}} {noun}", $"{{0}} {noun}s"]),
    ];

    private static readonly TextCatalog Chinese = TextCatalog.Load(LanguageNames.Chinese);

    [Fact]
    public void Every_text_of_the_help_is_translated()
    {
        var root = Application.BuildRoot();
        string[] headings = ["Usage", "Verbs", "Arguments", "Examples"];
        var texts = headings.Concat(All(root).SelectMany(TextsOf));

        AssertTranslated(texts);
    }

    [Fact]
    public void Every_message_of_the_command_line_is_translated()
    {
        // Help is collected as it is shown, with the values in it.
        var messages = FilesOf(Sources).SelectMany(MessageScan.Read).Select(static message => message.Text)
            .Where(static text => !IsHelp().IsMatch(text) && !IsExample().IsMatch(text)).ToList();

        Assert.True(messages.Count > 500, $"only {messages.Count} messages are found");
        AssertTranslated(messages.Except(NoMessages));
    }

    /// <summary>
    /// What users read of the library, of the store and of the server: problems and remedies of errors, notes and
    /// warnings. Three kinds of text are none of that: what programmers read (.NET's exceptions of wrong calls, logs,
    /// the integrations that only programs use, whole sentences with a period, which are HTTP's problem details and
    /// English by contract), what programs read (SQL, patterns, what other programs are known to say), and lists,
    /// which hold data.
    /// </summary>
    [Fact]
    public void Every_error_and_note_of_the_library_is_translated()
    {
        var files = FilesOf("src/Clip", "src/Clip.Postgres").Where(static file => !IsForPrograms().IsMatch(file));
        // What a server says goes to programs, but for the errors of its start.
        var errors = FilesOf("src/Clip.Server").SelectMany(MessageScan.Read)
            .Where(static message => message.Calls.Any(static call => call is ['n', 'e', 'w', ..]));
        var messages = files.SelectMany(MessageScan.Read).Concat(errors)
            .Where(static message => !message.Calls.Any(IsOtherCall().IsMatch)
                && message.Calls is not [.., "["] && TwoWords().IsMatch(message.Text)
                && !IsSql().IsMatch(message.Text) && message.Text is not [>= 'A' and <= 'Z', .., '.'])
            .Select(static message => message.Text).ToList();

        Assert.True(messages.Count > 700, $"only {messages.Count} messages are found");
        AssertTranslated(messages.Except(NoMessages));
    }

    [Fact]
    public void Every_fact_of_a_table_and_every_single_word_is_translated()
    {
        var files = Directory.GetFiles(
            Path.Combine(Repository.Root, "src", "Clip.Cli", "Verbs"), "*Printer.cs", SearchOption.AllDirectories);
        var facts = files.Select(File.ReadAllText).Where(static text => text.Contains("FactTable.Write"))
            .SelectMany(static text => FactName().Matches(text).Select(static match => match.Groups[1].Value))
            .Except(["clipsearch"]).ToList();

        Assert.Contains("fingerprint", facts);
        AssertTranslated(facts.Concat(Words));
    }

    [Fact]
    public void Everything_that_is_said_of_a_known_model_is_translated()
    {
        var texts = KnownModels.All.SelectMany(static model => (string?[])
        [
            model.Languages, model.License, model.Restriction, model.Quality, model.Note, model.StartHereFor,
        ]);

        // Names of measurements with their figures, and of licenses, are the same in every language.
        AssertTranslated([
            KnownModels.QualityLegend,
            .. texts.OfType<string>().Where(static text => Word().IsMatch(text) || text == KnownModels.English),
        ]);
    }

    [Theory]
    [InlineData("/home/me/my pictures", "/home/me/my pictures")]
    [InlineData("3 in a row", "3 in a row")]
    [InlineData("a.jpg: 3 files", "a.jpg: 3 files")]
    public void Names_of_files_are_never_taken_for_messages(string message, string expected) =>
        Assert.Equal(expected, Texts.OfMessage(message, Chinese));

    [Fact]
    public void A_translation_has_the_values_and_options_of_its_text() => Assert.All(Chinese.Keys, static english =>
    {
        var translation = Chinese.Find(english)!;
        Assert.Equal(OptionsOf(english), OptionsOf(translation));
        Assert.Subset(ValuesOf(english), ValuesOf(translation)); // a plural's noun may be left out
        Assert.Matches(@"[\u4e00-\u9fff]|[、；]", translation);
    });

    private static IEnumerable<string> FilesOf(params IEnumerable<string> sources) =>
        sources.Select(static path => Path.Combine(Repository.Root, path))
            .SelectMany(static path => File.Exists(path) ? (string[])[path]
                : Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories))
            .Where(static file => !OtherTexts.Contains(Path.GetFileName(file)) && !IsBuilt().IsMatch(file));

    private static string OptionsOf(string text) => string.Join(
        ' ', Options().Matches(text).Select(static match => match.Value).Distinct().Order(StringComparer.Ordinal));

    private static HashSet<string> ValuesOf(string text) =>
        [.. Values().Matches(text).Select(static match => match.Value)];

    private static IEnumerable<string> TextsOf(Command command) =>
    [
        command.Description ?? "",
        .. command.Arguments.Select(static argument => argument.Description ?? ""),
        .. OptionGroups.Of(command).Select(static group => group.Heading),
        .. OptionGroups.Of(command).SelectMany(static group => group.Options)
            .Select(static option => option.Description ?? ""),
    ];

    private static IEnumerable<Command> All(Command command) =>
        [command, .. CommandText.VerbsOf(command).SelectMany(All)];

    /// <summary>Fails with entries to add to the catalog.</summary>
    private static void AssertTranslated(IEnumerable<string> texts)
    {
        var missing = texts.Where(static text => text.Length > 0 && !IsTranslated(text)).Distinct()
            .Select(static text => $"msgid \"{Escaped(text)}\"\nmsgstr \"\"\n").ToList();
        Assert.True(
            missing.Count == 0,
            $"{missing.Count} texts lack a translation in zh-CN.po:\n\n{string.Join('\n', missing)}");
    }

    /// <summary>Whether nothing of a text stays in English: several small words in a row that are no command.</summary>
    private static bool IsTranslated(string text)
    {
        var translation = Texts.OfMessage(text, Chinese);
        return translation != text && !EnglishRest().IsMatch(Commands().Replace(translation, ""));
    }

    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("\t", @"\t", StringComparison.Ordinal);

    [GeneratedRegex("--[a-z][a-z0-9-]*|CLIPSEARCH_[A-Z_]+|clipsearch [a-z]+")]
    private static partial Regex Options();

    [GeneratedRegex(@"(?<![A-Za-z-])[a-z]{2,}(?![A-Za-z0-9])")]
    private static partial Regex Word();

    [GeneratedRegex("(?<![a-z-])[a-z]{2,}( [a-z]{2,}){3,}(?![a-z-])")]
    private static partial Regex EnglishRest();

    /// <summary>Command lines in a text, which end with it or with a sign.</summary>
    [GeneratedRegex("(clipsearch|sudo|git|ssh|systemctl|launchctl) [^；，。：）;,)]*")]
    private static partial Regex Commands();

    [GeneratedRegex(@"(?<!\{)\{[0-9]\}")]
    private static partial Regex Values();

    [GeneratedRegex(@"\b[a-z]+ [a-z]{2,}|\ban? [A-Za-z]")]
    private static partial Regex TwoWords();

    /// <summary>A folder that only programs use, for what the command line does otherwise.</summary>
    [GeneratedRegex(@"[/\\]Clip[/\\](Embeddings|Hosting|Telemetry|VectorData)[/\\]")]
    private static partial Regex IsForPrograms();

    [GeneratedRegex(@"[/\\](obj|bin)[/\\]")]
    private static partial Regex IsBuilt();

    /// <summary>A call whose texts users never read.</summary>
    [GeneratedRegex(
        "(Argument\\w*|InvalidOperation|NotSupported|ObjectDisposed|Request)"
        + "Exception(\\.\\w+)?$"
        + "|(^|\\.)(Contains|StartsWith|EndsWith|GeneratedRegex|LoggerMessage|SuppressMessage|Assert|StartActivity"
        + "|Encode|Words)$")]
    private static partial Regex IsOtherCall();

    [GeneratedRegex(@"\b(SELECT|FROM|WHERE|AND|JOIN|INSERT|UPDATE|DELETE|LIMIT|VALUES|CREATE|ALTER)\b")]
    private static partial Regex IsSql();

    /// <summary>A command line to copy.</summary>
    [GeneratedRegex("^(clipsearch|curl|claude) ((?!: ).)*$|^printf ")]
    private static partial Regex IsExample();

    [GeneratedRegex("\\(\"([a-z][A-Za-z ]*)\",")]
    private static partial Regex FactName();

    /// <summary>A text that begins as descriptions do, and as no message does.</summary>
    [GeneratedRegex("^[A-Z][a-z]* ")]
    private static partial Regex IsHelp();
}
