using System.CommandLine.Parsing;

namespace Clip.Cli.Options;

/// <summary>Reads the two ends of an axis, written as <c>A..B</c>.</summary>
internal static class AxisText
{
    private const string Between = "..";

    /// <summary>The ends, or null where one is missing.</summary>
    public static MapAxis? Parse(string text)
    {
        var at = text.IndexOf(Between, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var axis = new MapAxis(text[..at].Trim(), text[(at + Between.Length)..].Trim());
        return axis.From.Length > 0 && axis.To.Length > 0 ? axis : null;
    }

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
