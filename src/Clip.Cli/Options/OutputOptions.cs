using System.CommandLine;
using System.CommandLine.Parsing;
using Clip.Cli.Output;

namespace Clip.Cli.Options;

/// <summary>The options about what is written and how, which every verb takes.</summary>
internal static class OutputOptions
{
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON object per line on standard output",
        Recursive = true,
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "No progress, no warnings and no summary",
        Recursive = true,
    };

    private static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Say what is done and why",
        Recursive = true,
    };

    private static readonly Option<bool> Time = new("--time")
    {
        Description = "Say on standard error where the time went, with --json as a JSON object",
        Recursive = true,
    };

    private static readonly Option<string> Color = new("--color")
    {
        Description = "auto, always or never (NO_COLOR is honored)",
        HelpName = "WHEN",
        DefaultValueFactory = static _ => "auto",
        Recursive = true,
    };

    private static readonly Option<string> Hyperlink = new("--hyperlink")
    {
        Description = "Make the names of files links that a terminal opens: auto, always or never "
            + "(auto: on a terminal that has colors)",
        HelpName = "WHEN",
        DefaultValueFactory = static _ => "auto",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        Hyperlink.RequireOneOf("auto", "always", "never");
        Color.RequireOneOf("auto", "always", "never");
        Quiet.Validators.Add(static result =>
        {
            // What a file sets is overridden by the other one.
            if (result is { Implicit: false } && result.GetValueOrDefault<bool>()
                && result.GetResult(Verbose) is { Implicit: false })
                result.AddError("--quiet: does not go with --verbose");
        });
        foreach (var option in (Option[])[Json, Quiet, Verbose, Time, Color, Hyperlink])
            root.Options.Add(option);
    }

    /// <summary>How to write; works on a command line with errors too, which have to be written as well.</summary>
    public static TerminalSettings Resolve(ParseResult parsed) => new(
        IsOn(parsed, Json),
        IsOn(parsed, Quiet) && (IsGiven(parsed, Quiet) || !IsGiven(parsed, Verbose)),
        IsOn(parsed, Verbose),
        ChoiceOf(parsed, Color))
    {
        Links = ChoiceOf(parsed, Hyperlink),
    };

    /// <summary>Whether a command line asks for JSON, for the rules of options that exclude it.</summary>
    public static bool AsksForJson(CommandResult command) => command.GetResult(Json) is { Implicit: false };

    /// <summary>Whether a command line asks where the time goes.</summary>
    public static bool AsksForTimes(ParseResult parsed) => IsOn(parsed, Time);

    /// <summary>Whether a switch is on: by the command line, where it may have a value, or by its default.</summary>
    private static bool IsOn(ParseResult parsed, Option<bool> option) =>
        parsed.GetResult(option) is { Implicit: false } given
            ? given.Tokens is not [{ Value: "false" }]
            : option.DefaultValueFactory?.Invoke(null!) ?? false;

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static ColorChoice ChoiceOf(ParseResult parsed, Option<string> option) => ColorOf(
        parsed.GetResult(option) is { Implicit: false, Tokens: [var word] }
            ? word.Value
            : (string)option.GetDefaultValue()!);

    private static ColorChoice ColorOf(string value) => value switch
    {
        "always" => ColorChoice.Always,
        "never" => ColorChoice.Never,
        _ => ColorChoice.Auto,
    };
}
