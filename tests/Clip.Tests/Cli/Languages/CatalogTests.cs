using System.CommandLine;
using System.Text.RegularExpressions;
using Clip.Cli;
using Clip.Cli.Languages;
using Clip.Cli.Manual;
using Clip.Cli.Options;

namespace Clip.Tests.Cli.Languages;

/// <summary>Every text has its translation, which has the same values and options in it.</summary>
public sealed partial class CatalogTests
{
    /// <summary>The sources whose messages are translated.</summary>
    private static readonly string[] Sources =
    [
        "src/Clip/Errors", "src/Clip.Cli/Application.cs", "src/Clip.Cli/ArgumentEncoding.cs", "src/Clip.Cli/Usage.cs",
        "src/Clip.Cli/Configuration", "src/Clip.Cli/Executing", "src/Clip.Cli/Options", "src/Clip.Cli/Remedies",
    ];

    /// <summary>Texts of these files that are no messages, and those that a longer text contains.</summary>
    private static readonly string[] NoMessages =
    [
        "Application Support", "Max stack size", "command line", "clipsearch index --rebuild {0}", "from {0} on",
        "from {0} to {1}", "--in FOLDER --index-dir {0}", "; for a folder write --in {0}",
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
    public void Every_message_of_these_sources_is_translated()
    {
        var files = Sources.Select(static path => Path.Combine(Repository.Root, path)).SelectMany(static path =>
            File.Exists(path) ? (string[])[path] : Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories));
        // Help is collected as it is shown, with the values in it.
        var messages = files.SelectMany(MessageScan.Read).Where(static text => !IsHelp().IsMatch(text)).ToList();

        Assert.True(messages.Count > 150, $"only {messages.Count} messages are found");
        AssertTranslated(messages.Except(NoMessages));
    }

    [Fact]
    public void A_translation_has_the_values_and_options_of_its_text() => Assert.All(Chinese.Keys, static english =>
    {
        var translation = Chinese.Find(english)!;
        Assert.Equal(OptionsOf(english), OptionsOf(translation));
        Assert.Subset(ValuesOf(english), ValuesOf(translation)); // a plural's noun may be left out
        Assert.Matches(@"[\u4e00-\u9fff]|、", translation);
    });

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
        var missing = texts.Where(static text => text.Length > 0 && Texts.OfMessage(text, Chinese) == text).Distinct()
            .Select(static text => $"msgid \"{Escaped(text)}\"\nmsgstr \"\"\n").ToList();
        Assert.True(
            missing.Count == 0,
            $"{missing.Count} texts lack a translation in zh-CN.po:\n\n{string.Join('\n', missing)}");
    }

    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("\t", @"\t", StringComparison.Ordinal);

    [GeneratedRegex("--[a-z][a-z0-9-]*|CLIPSEARCH_[A-Z_]+|clipsearch [a-z]+")]
    private static partial Regex Options();

    [GeneratedRegex(@"(?<!\{)\{[0-9]\}")]
    private static partial Regex Values();

    /// <summary>A text that begins as descriptions do, and as no message does.</summary>
    [GeneratedRegex("^[A-Z][a-z]* ")]
    private static partial Regex IsHelp();
}
