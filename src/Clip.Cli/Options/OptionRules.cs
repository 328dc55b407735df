using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Clip.Files;

namespace Clip.Cli.Options;

/// <summary>Rules for the values of options. An error is one line that names the option and the value.</summary>
internal static class OptionRules
{
    /// <summary>Says that an option lacks its value, and what that is.</summary>
    /// <param name="option">The option.</param>
    /// <param name="name">Its name as the user writes it.</param>
    public static string NeedsValue(Option option, string name) =>
        $"{name}: needs a value{(option.HelpName is { } form ? $", {form}" : "")}";

    extension(Option<string?> option)
    {
        /// <summary>Refuses an empty value, which a shell variable that is not set would give.</summary>
        public void RequireValue() => option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }])
                result.AddError($"{option.Name}: is empty");
        });
    }

    extension(Option<string[]> option)
    {
        /// <summary>Accepts globs of paths, each with or without a leading <c>!</c>.</summary>
        public void RequireGlobs() => option.Validators.Add(result =>
        {
            foreach (var glob in result.Tokens.Select(static token => token.Value))
            {
                if (GlobSyntax.ProblemOf(glob.StartsWith('!') ? glob[1..] : glob) is { } problem)
                    result.AddError($"{option.Name}: \"{glob}\" {problem}");
            }
        });
    }

    extension(Option<string> option)
    {
        /// <summary>Accepts only certain words.</summary>
        public void RequireOneOf(params string[] words)
        {
            option.CompletionSources.Add(words);
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var token, ..] && !words.Contains(token.Value))
                    result.AddError($"{option.Name}: {token.Value} is not one of {string.Join(", ", words)}");
            });
        }
    }

    extension(Option<int> option)
    {
        /// <summary>Accepts whole numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
        public void RequireAtLeast(int least, int most = int.MaxValue) =>
            option.CustomParser = result => WholeNumber(option.Name, result, least, most) ?? default;
    }

    extension(Option<int?> option)
    {
        /// <summary>Accepts whole numbers of at least <paramref name="least"/>.</summary>
        public void RequireAtLeast(int least) =>
            option.CustomParser = result => WholeNumber(option.Name, result, least, int.MaxValue);
    }

    extension(Option<TimeSpan> option)
    {
        /// <summary>Accepts a whole number of seconds, or the word <c>forever</c>.</summary>
        public void RequireSeconds() => option.CustomParser = result =>
        {
            var value = result.Tokens[0].Value;
            if (value == "forever")
                return TimeSpan.MaxValue;
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(seconds);
            result.AddError($"{option.Name}: {value} is neither a whole number of seconds nor forever");
            return default;
        };
    }

    extension(Option<float?> option)
    {
        /// <summary>Accepts a number with a decimal point.</summary>
        public void RequireNumber() => option.CustomParser = result =>
        {
            var value = result.Tokens[0].Value;
            if (float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && float.IsFinite(number))
                return number;
            result.AddError($"{option.Name}: {value} is not a number");
            return null;
        };
    }

    extension(Option<double?> option)
    {
        /// <summary>Accepts numbers with a decimal point in a range.</summary>
        /// <param name="least">The least.</param>
        /// <param name="most">The greatest.</param>
        /// <param name="isLeastExcluded">Whether numbers must be greater than <paramref name="least"/>.</param>
        public void RequireBetween(double least, double most, bool isLeastExcluded = false) =>
            option.CustomParser = result =>
            {
                var value = result.Tokens[0].Value;
                if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number <= most && (isLeastExcluded ? number > least : number >= least))
                {
                    return number;
                }
                var (from, to) = (
                    least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));
                result.AddError(isLeastExcluded
                    ? $"{option.Name}: {value} is not a number above {from} and up to {to}"
                    : $"{option.Name}: {value} is not a number from {from} to {to}");
                return null;
            };
    }

    private static int? WholeNumber(string option, ArgumentResult result, int least, int most)
    {
        var value = result.Tokens[0].Value;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        var range = most == int.MaxValue ? $"from {least} on" : $"from {least} to {most}";
        result.AddError($"{option}: {value} is not a whole number {range}");
        return null;
    }
}
