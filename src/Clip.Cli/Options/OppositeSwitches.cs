using System.CommandLine;
using System.CommandLine.Parsing;

namespace Clip.Cli.Options;

/// <summary>Two switches that say the opposite of each other.</summary>
internal static class OppositeSwitches
{
    /// <summary>What they say, null for nothing: what is written comes before what a file sets.</summary>
    public static bool? Choice(ParseResult parsed, Option<bool> yes, Option<bool> no) =>
        IsWritten(parsed, no) ? false
        : IsWritten(parsed, yes) ? true
        : parsed.GetValue(no) ? false
        : parsed.GetValue(yes) ? true : null;

    /// <summary>Whether both are written; of what a file sets, the other one may be.</summary>
    public static bool AreBothWritten(SymbolResult result, Option<bool> yes, Option<bool> no) =>
        result.GetResult(yes) is { Implicit: false } && result.GetValue(yes)
        && result.GetResult(no) is { Implicit: false } && result.GetValue(no);

    private static bool IsWritten(ParseResult parsed, Option<bool> option) =>
        parsed.GetResult(option) is { Implicit: false } && parsed.GetValue(option);
}
