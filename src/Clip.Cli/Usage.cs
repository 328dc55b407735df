using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Clip.Cli;

/// <summary>Finds what is wrong with a command line and says it in one line.</summary>
internal static class Usage
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult;
        if (AsksForHelpOrVersion(parsed))
            return null;
        var problem = command.Command.Subcommands.Count > 0
            ? MissingVerb(parsed, command.Command)
            : parsed.Errors is [var error, ..] ? error.Message.TrimEnd('.') : MisspelledOption(command, arguments);
        return problem is null ? null : $"{problem}; see: {FullName(command)} --help";
    }

    /// <summary>A verb with those above it: <c>clipsearch inspect tokens</c>.</summary>
    private static string FullName(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FullName(parent)} {command.Command.Name}" : "clipsearch";

    private static bool AsksForHelpOrVersion(ParseResult parsed) =>
        parsed.Action is HelpAction or Help.HelpWithExamples
        || parsed.CommandResult.Children.Any(static child => child is OptionResult { Option: VersionOption });

    private static string? MissingVerb(ParseResult parsed, Command command)
    {
        var verbs = string.Join(", ", command.Subcommands.Select(static verb => verb.Name));
        return parsed.UnmatchedTokens is [var first, ..]
            ? $"{first}: no such verb; use one of {verbs}"
            : $"a verb is needed: {verbs}";
    }

    /// <summary>
    /// Finds an option that does not exist. The parser takes it for an argument where the verb has any, and it would be
    /// searched for as a text. What follows <c>--</c> may begin with a dash.
    /// </summary>
    private static string? MisspelledOption(CommandResult command, string[] arguments)
    {
        var separator = Array.IndexOf(arguments, "--");
        var afterSeparator = separator < 0 ? 0 : arguments.Length - separator - 1;
        var tokens = command.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).ToList();
        var misspelled = tokens.Take(Math.Max(0, tokens.Count - afterSeparator))
            .FirstOrDefault(static token => token.Value.Length > 1 && token.Value[0] == '-');
        return misspelled is null
            ? null
            : $"{misspelled.Value}: no such option; where it is a file, write ./ before it";
    }
}
