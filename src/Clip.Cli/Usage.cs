using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli;

/// <summary>Finds what is wrong with a command line and says it in one line.</summary>
internal static class Usage
{
    /// <summary>Options that name folders of pictures: of verbs that read an index, and of those that run on.</summary>
    private static readonly string[] FolderOptions = ["--in", "--root"];

    /// <summary>What is wrong, or null.</summary>
    /// <param name="parsed">The command line, with its words in the parser's order.</param>
    /// <param name="arguments">The words in that order.</param>
    /// <param name="written">The words as the user wrote them.</param>
    public static string? Problem(ParseResult parsed, string[] arguments, string[] written)
    {
        // The parser drops a first word in brackets, which it keeps for directives.
        if (arguments is [['[', .., ']'], ..])
            return WithHelp(MissingVerb(parsed.RootCommandResult.Command, arguments, written), "clipsearch");
        var command = parsed.CommandResult;
        var hasVerb = command.Command.Subcommands.Count == 0
            || parsed.UnmatchedTokens.All(static token => token.StartsWith('-'));
        if (AsksForHelpOrVersion(parsed) && hasVerb)
            return null;
        // An option may have taken the verb for its value, and the parser knows no options before verbs.
        var root = parsed.RootCommandResult.Command;
        if (!CommandWords.WithoutOptions(arguments, root).Any())
            return WithHelp(MissingVerb(root, arguments, written), "clipsearch");
        var problem = command.Command.Subcommands.Count > 0
            ? MissingVerb(command.Command, arguments, written)
            : UnknownOption(parsed, arguments) ?? MissingValue(command.Command, arguments) ?? Error(parsed);
        return problem is null ? null : WithHelp(problem, FullName(command));
    }

    private static string WithHelp(string problem, string command) =>
        problem.EndsWith('?') ? $"{problem} See: {command} --help" : $"{problem}; see: {command} --help";

    /// <summary>A verb with those above it: <c>clipsearch inspect tokens</c>.</summary>
    private static string FullName(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FullName(parent)} {command.Command.Name}" : "clipsearch";

    /// <summary>Whether a command line asks for help or the version, and for nothing to be done.</summary>
    public static bool AsksForHelpOrVersion(ParseResult parsed) =>
        parsed.Action is HelpAction or Help.HelpPage
        || parsed.CommandResult.Children.Any(static child => child is OptionResult { Option: VersionOption });

    private static string? Error(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Errors is not [var error, ..])
            return null;
        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0 } argument && argument.Parent is CommandResult)
            return $"{command.Name}: needs {argument.Argument.HelpName ?? argument.Argument.Name}";
        if (parsed.UnmatchedTokens is not [var word, ..])
            return error.Message.TrimEnd('.');
        var takesFolder = command.Options.Any(static option => option.Name == "--in") && Path.Exists(word);
        var remedy = takesFolder ? Texts.Say($"; for a folder write --in {ShellQuoted.Of(word)}") : "";
        return command.Arguments.Count > 0
            ? Texts.Say($"{word}: {command.Name} takes no further argument{remedy}")
            : Texts.Say($"{word}: {command.Name} takes no argument{remedy}");
    }

    private static string? MissingValue(Command command, string[] arguments) =>
        CommandWords.WithoutValue(arguments, command) is { } option
            ? OptionRules.NeedsValue(option, option.Name)
            : null;

    private static string MissingVerb(Command command, string[] arguments, string[] written)
    {
        var names = command.Subcommands.Select(static verb => verb.Name).ToList();
        var verbs = string.Join(", ", names);
        var known = OptionsBelow(command).SelectMany(static option => (string[])[option.Name, .. option.Aliases])
            .ToHashSet();
        var isRoot = command is RootCommand;
        // The words that come before it are the verbs above, and options with their values.
        var first = CommandWords.WithoutOptions(arguments, command).Skip(isRoot ? 0 : 1).FirstOrDefault();
        // An option that is not known may have taken the verb for its value, or its value for the verb.
        var option = arguments.TakeWhile(word => word != first)
            .FirstOrDefault(word => word.StartsWith('-') && !known.Contains(word.Split('=')[0]));
        if (option is not null)
            return NoSuchOption(option, command);
        if (first is null)
            return $"a verb is needed: {verbs}";
        if (Suggestion.For(first, names) is { } meant)
            return Texts.Say($"{first}: no such verb; did you mean {meant}? The verbs are {verbs}");
        return isRoot
            ? $"{first}: no such verb; to search for it: clipsearch search "
                + $"{string.Join(' ', written.Where(static word => !IsHelp(word)).Select(ShellQuoted.Of))}; "
                + $"the verbs are {verbs}"
            : $"{first}: no such verb; use one of {verbs}";
    }

    /// <summary>Whether a word asks for help, which a command that is proposed should not.</summary>
    private static bool IsHelp(string word) => word is "-h" or "-?" or "--help" or "help";

    private static IEnumerable<Option> OptionsBelow(Command command) =>
        CommandOptions.Of(command).Concat(command.Subcommands.SelectMany(OptionsBelow));

    /// <summary>
    /// Finds an option that does not exist. The parser takes it for an argument where the verb has any, and it would be
    /// searched for as a text. What follows <c>--</c> may begin with a dash.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult;
        var separator = Array.IndexOf(arguments, "--");
        var afterSeparator = separator < 0 ? 0 : arguments.Length - separator - 1;
        var tokens = command.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens)
            .Select(static token => token.Value).ToList();
        var unknown = tokens.Take(Math.Max(0, tokens.Count - afterSeparator))
            .Concat(parsed.UnmatchedTokens.Where(token => Array.IndexOf(arguments, token) is var at
                && (separator < 0 || at < separator)))
            .FirstOrDefault(static token => token.Length > 1 && token[0] == '-');
        return unknown is null ? null : NoSuchOption(unknown, command.Command);
    }

    /// <summary>
    /// What to say of a word after <c>--</c> that names an option of the verb, and is taken as a text because of its
    /// place; null where there is none.
    /// </summary>
    public static string? OptionAsText(ParseResult parsed, string[] arguments)
    {
        var separator = Array.IndexOf(arguments, "--");
        if (separator < 0)
            return null;
        var names = CommandOptions.Of(parsed.CommandResult.Command)
            .SelectMany(static option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);
        return arguments[(separator + 1)..].FirstOrDefault(
            word => names.Contains(word.Split('=')[0]) && !File.Exists(word)) is { } found
            ? $"{found}: is no option here but a text, because it stands after --; write options before --"
            : null;
    }

    private static string NoSuchOption(string word, Command command)
    {
        var name = word.Split('=')[0];
        var known = OptionsBelow(command).Select(static option => option.Name);
        if (Suggestion.For(name, known) is { } meant)
            return $"{name}: no such option; did you mean {meant}?";
        if (Array.Find(FolderOptions, option => option != name && known.Contains(option)) is { } folders
            && FolderOptions.Contains(name))
            return Texts.Say($"{name}: no such option; {command.Name} finds its folders by {folders}");
        var root = command;
        while (root.Parents.OfType<Command>().FirstOrDefault() is { } parent)
            root = parent;
        var others = root.Subcommands
            .Where(verb => verb.Options.Any(option => option.Name == name || option.Aliases.Contains(name)))
            .Select(static verb => verb.Name).ToList();
        return others.Count > 0
            ? Texts.Say($"{name}: is an option of {string.Join(", ", others)}, not of {command.Name}")
            : $"{name}: no such option; where it is a file, write ./ before it";
    }
}
