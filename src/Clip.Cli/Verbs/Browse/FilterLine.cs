using System.CommandLine;
using System.CommandLine.Parsing;
using Clip.Cli.Options;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Browse;

/// <summary>
/// Filters in one line, as the options of <c>search</c> with or without their dashes:
/// <c>after 2024 camera nikon glob *.png</c>.
/// </summary>
internal static class FilterLine
{
    private static readonly FilterOptions Filters = new();
    private static readonly Command Command = Build();

    /// <summary>The filter; null where the line is empty.</summary>
    /// <exception cref="ClipException">No picture can meet it.</exception>
    public static PictureFilter? Parse(string line) => Filters.Resolve(Command.Parse(Words(line)));

    /// <summary>What is wrong with a line; null where nothing is.</summary>
    public static string? Problem(string line)
    {
        var parsed = Command.Parse(Words(line));
        if (parsed.UnmatchedTokens is [var word, ..])
            return $"{word} is no filter; write {Names()} and what they should be";
        if (parsed.Errors is [{ SymbolResult: OptionResult { Tokens.Count: 0 } option }, ..])
            return OptionRules.NeedsValue(option.Option, option.Option.Name[2..]);
        if (parsed.Errors is [var error, ..])
            return error.Message;
        try
        {
            Filters.Resolve(parsed);
            return null;
        }
        catch (ClipException impossible)
        {
            return ErrorText.Of(impossible);
        }
    }

    private static string Names() => string.Join(", ", Command.Options.Select(static option => option.Name[2..]));

    private static List<string> Words(string line) =>
    [
        .. CommandLineParser.SplitCommandLine(line).Select(static word =>
            Command.Options.Any(option => option.Name == "--" + word) ? "--" + word : word),
    ];

    private static Command Build()
    {
        var command = new Command("filter") { TreatUnmatchedTokensAsErrors = false };
        Filters.AddTo(command);
        return command;
    }
}
