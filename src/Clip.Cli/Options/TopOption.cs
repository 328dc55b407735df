using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Clip.Cli.Options;

/// <summary>The option that says how many results to show.</summary>
internal static class TopOption
{
    /// <param name="description">What is shown.</param>
    /// <param name="usual">How many without the option.</param>
    public static Option<int> Create(string description, int usual) => new("--top", "-t", "-n")
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = Count,
    };

    private static int Count(ArgumentResult result)
    {
        var value = result.Tokens[0].Value;
        if (value == "all")
            return int.MaxValue;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && count >= 1)
            return count;
        result.AddError($"--top: {value} is neither a whole number from 1 on nor all");
        return default;
    }
}
