using System.CommandLine;
using Clip.Cli.Languages;
using Clip.Cli.Verbs;

namespace Clip.Cli.Manual;

/// <summary>
/// What help, the manual and the reference say about verbs and options, from the definitions that parse them.
/// </summary>
internal static class CommandText
{
    /// <summary>The name of the program.</summary>
    public const string Program = "clipsearch";

    private static readonly string[] ProgramExamples =
    [
        "clipsearch search \"two dogs at a window\" --in ~/Pictures",
        "clipsearch caption holiday.jpg --captions captions.txt",
        "clipsearch similar holiday.jpg --in ~/Pictures",
    ];

    /// <summary>How a command is called: its names, its arguments, and that it has options.</summary>
    public static string UsageOf(Command command)
    {
        var words = command.Subcommands.Count > 0
            ? ["VERB", "[arguments]"]
            : command.Arguments.Select(static argument => WordOf(argument));
        return string.Join(' ', [FullName(command), .. words, "[options]"]);
    }

    /// <summary>A command with those above it: <c>clipsearch inspect tokens</c>.</summary>
    public static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{FullName(parent)} {command.Name}"
            : Program;

    /// <summary>The verbs of a command that help shows.</summary>
    public static IEnumerable<Command> VerbsOf(Command command) =>
        command.Subcommands.Where(static verb => !verb.Hidden);

    /// <summary>Command lines to copy.</summary>
    public static IReadOnlyList<string> ExamplesOf(Command command) =>
        command is VerbCommand verb ? verb.Examples : ProgramExamples;

    /// <summary>What a command does.</summary>
    public static string DescriptionOf(Command command) => Texts.Of(command.Description ?? "");

    /// <summary>What an argument is.</summary>
    public static string DescriptionOf(Argument argument) => Texts.Of(argument.Description ?? "");

    /// <summary>What an option does, with its default.</summary>
    public static string DescriptionOf(Option option)
    {
        var text = Texts.Of(option.Description ?? "");
        if (!option.HasDefaultValue || option.ValueType == typeof(bool))
            return text;
        return option.GetDefaultValue() is string or int && $"{option.GetDefaultValue()}" is { Length: > 0 } value
            ? Texts.Of("{0} (default: {1})", text, value)
            : text;
    }

    /// <summary>The names of an option, short ones first, and what its value is called.</summary>
    public static string NamesOf(Option option) => string.Join(", ", AllNamesOf(option)) + ValueOf(option);

    /// <summary>
    /// The names of an option, short ones first. Some options are known by more short names than help has room for.
    /// </summary>
    public static IEnumerable<string> AllNamesOf(Option option) => option.Aliases
        .Where(static alias => alias.StartsWith('-')).Order(StringComparer.Ordinal).Append(option.Name);

    /// <summary>What the value of an option is called, behind a space; empty where it has none.</summary>
    public static string ValueOf(Option option) =>
        option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)
            ? " " + (option.HelpName ?? "VALUE")
            : "";

    private static string WordOf(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        var word = argument.Arity.MaximumNumberOfValues > 1 && !name.Contains(' ') ? name + "..." : name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{word}]" : word;
    }
}
