using System.CommandLine;
using System.CommandLine.Parsing;

namespace Clip.Cli.Configuration;

/// <summary>Makes what a file says the default of an option, so that a command line still says otherwise.</summary>
internal static class OptionDefault
{
    /// <summary>Sets the default.</summary>
    /// <param name="option">The option.</param>
    /// <param name="parsed">A command line that gives the option its value.</param>
    /// <returns>Whether the option is of a kind whose default can be set.</returns>
    public static bool Set(Option option, ParseResult parsed) => option switch
    {
        Option<bool> one => Set(one, parsed),
        Option<string> one => Set(one, parsed), // also those of string?
        Option<string[]> one => Set(one, parsed),
        Option<int> one => Set(one, parsed),
        Option<int?> one => Set(one, parsed),
        Option<float?> one => Set(one, parsed),
        Option<double?> one => Set(one, parsed),
        Option<TimeSpan> one => Set(one, parsed),
        Option<DateTime?> one => Set(one, parsed),
        Option<GeoCircle?> one => Set(one, parsed),
        Option<(int Width, int Height)?> one => Set(one, parsed),
        _ => false,
    };

    private static bool Set<T>(Option<T> option, ParseResult parsed)
    {
        var value = parsed.GetValue(option)!;
        option.DefaultValueFactory = _ => value;
        return true;
    }

    /// <summary>What the parser finds wrong with an option of a command line, or null.</summary>
    public static string? ProblemOf(Option option, ParseResult parsed) => parsed.Errors
        .Where(error => IsAbout(error.SymbolResult, option))
        .Select(static error => error.Message.TrimEnd('.')).FirstOrDefault();

    private static bool IsAbout(SymbolResult? result, Option option) => result switch
    {
        OptionResult own => own.Option == option,
        ArgumentResult { Parent: { } parent } => IsAbout(parent, option),
        _ => false,
    };
}
