using System.CommandLine.Parsing;

namespace Clip.Cli.Options;

/// <summary>Reads the two ends of an axis, written as <c>A..B</c>.</summary>
internal static class AxisText
{
    /// <summary>The ends, or null where one is missing.</summary>
    public static MapAxis? Parse(string text) => MapAxis.Parse(text);

    /// <summary>Refuses a value that is not an axis.</summary>
    /// <param name="result">The argument or option.</param>
    /// <param name="name">The option's name; null for an argument.</param>
    public static void Require(SymbolResult result, string? name)
    {
        if (result.Tokens is [.., var token] && Parse(token.Value) is null)
        {
            result.AddError($"{(name is null ? "" : name + ": ")}{token.Value}: needs a text on both sides of .., "
                + "such as \"day..night\"");
        }
    }
}
