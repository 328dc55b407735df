using System.CommandLine;
using System.CommandLine.Parsing;

namespace Clip.Cli;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class Usage
{
    /// <summary>The full name of a verb: <c>clipsearch inspect tokens</c>.</summary>
    public static string Name(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Name(parent)} {command.Command.Name}" : "clipsearch";

    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult;
        if (IsAskedForHelp(parsed))
            return null;
        var problem = command.Command.Subcommands.Count > 0
            ? NoVerb(parsed, command.Command)
            : parsed.Errors is [var error, ..] ? error.Message.TrimEnd('.') : MisspelledOption(command, arguments);
        return problem is null ? null : $"{problem}; see: {Name(command)} --help";
    }

    private static bool IsAskedForHelp(ParseResult parsed) =>
        parsed.Action is System.CommandLine.Help.HelpAction or Help.HelpWithExamples || parsed.CommandResult.Children.Any(static child => child is OptionResult { Option: VersionOption });

    private static string? NoVerb(ParseResult parsed, Command command)
    {
        var verbs = string.Join(", ", command.Subcommands.Select(static verb => verb.Name));
        return parsed.UnmatchedTokens is [var first, ..] ? $"{first}: no such verb; use one of {verbs}" : $"a verb is needed: {verbs}";
    }

    /// <summary>
    /// An option that does not exist is parsed as an argument, where a verb takes any: it would be searched for as a text.
    /// What stands behind <c>--</c> may begin with a dash.
    /// </summary>
    private static string? MisspelledOption(CommandResult command, string[] arguments)
    {
        var separator = Array.IndexOf(arguments, "--");
        var behind = separator < 0 ? 0 : arguments.Length - separator - 1;
        var given = command.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).ToList();
        return given.Take(Math.Max(0, given.Count - behind)).FirstOrDefault(static token => token.Value.Length > 1 && token.Value[0] == '-') is { } option
            ? $"{option.Value}: no such option; where it is a file, write ./ before it"
            : null;
    }
}
