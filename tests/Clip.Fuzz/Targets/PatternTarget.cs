using System.Text;
using Clip.Text.Patterns;
using Clip.Text.Regex;

namespace Clip.Fuzz.Targets;

/// <summary>A regular expression as in tokenizer files, and a text to match.</summary>
internal static class PatternTarget
{
    public static FuzzTarget Target { get; } = new("pattern", Read)
    {
        Documented = [typeof(FormatException)],
        Words =
        [
            "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i)", "(?i:", "(?m-i:", "(?#", "(?<n>", ")", "|", "*", "+?",
            "{2,3}", "{0,1000}", "{1000}", "{,5}", "++", "[^", "[a-z]", "[[:alpha:]]", "&&", "]", "\\p{L}", "\\P{N}",
            "\\p{^Lu}", "\\p{Han}", "\\s", "\\S", "\\w", "\\d", "\\h", "\\R", "\\X", "\\b", "\\B", "\\A", "\\z", "\\Z",
            "\\G", "\\x{1F600}", "\\u0041", "\\x41", "\\n", "\\Q", "\\1", "$", "^", ".",
        ],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, 2);
        var pattern = RegexPattern.Create(InputParts.Text(parts[0]));
        var text = Encoding.UTF8.GetBytes(InputParts.Text(parts[1]));
        RegexSearch? search = null;
        var matches = pattern.Matches(text, ref search);
        for (var last = 0; matches.MoveNext(); last = matches.End)
        {
            if (matches.Start < last || matches.End < matches.Start || matches.End > text.Length)
            {
                throw new InvalidOperationException(
                    $"a match from {matches.Start} to {matches.End} after {last} in {text.Length} bytes");
            }
        }
    }
}
