using System.CommandLine;
using System.Globalization;

namespace Clip.Cli;

/// <summary>What options accept, told in one line that names the option and what was given.</summary>
internal static class OptionRules
{
    extension(Option<string?> option)
    {
        /// <summary>Refuses an empty value, as a variable that is not set leaves it.</summary>
        public void RequireValue() => option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }])
                result.AddError($"{option.Name}: is empty");
        });
    }

    extension(Option<string> option)
    {
        /// <summary>Wants one of a few words.</summary>
        public void RequireOneOf(params string[] words)
        {
            option.CompletionSources.Add(words);
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var given, ..] && !words.Contains(given.Value))
                    result.AddError($"{option.Name}: {given.Value} is not one of {string.Join(", ", words)}");
            });
        }
    }

    extension(Option<int> option)
    {
        /// <summary>Wants a whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
        public void RequireAtLeast(int least, int most = int.MaxValue) => option.CustomParser = result =>
            Whole(option.Name, result, least, most) ?? default;
    }

    extension(Option<int?> option)
    {
        /// <summary>Wants a whole number from <paramref name="least"/> on.</summary>
        public void RequireAtLeast(int least) => option.CustomParser = result => Whole(option.Name, result, least, int.MaxValue);
    }

    extension(Option<TimeSpan> option)
    {
        /// <summary>Wants a whole number of seconds, or the word forever.</summary>
        public void RequireSeconds() => option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (given == "forever")
                return TimeSpan.MaxValue;
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(seconds);
            result.AddError($"{option.Name}: {given} is neither a whole number of seconds nor forever");
            return default;
        };
    }

    extension(Option<float?> option)
    {
        /// <summary>Wants a number, written with a decimal point.</summary>
        public void RequireNumber() => option.CustomParser = result =>
        {
            if (float.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number))
                return number;
            result.AddError($"{option.Name}: {result.Tokens[0].Value} is not a number");
            return null;
        };
    }

    private static int? Whole(string option, System.CommandLine.Parsing.ArgumentResult result, int least, int most)
    {
        var given = result.Tokens[0].Value;
        if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        result.AddError($"{option}: {given} is not a whole number from {least}{(most == int.MaxValue ? " on" : $" to {most}")}");
        return null;
    }
}
