using System.Text;
using System.Text.RegularExpressions;

namespace Clip.Tests.Cli.Languages;

/// <summary>
/// Collects the English texts of source files: string literals of several words, or that are said, with <c>{0}</c>,
/// <c>{1}</c>, ... for what is interpolated or added to them.
/// </summary>
internal static partial class MessageScan
{
    /// <summary>The texts of a file.</summary>
    public static IEnumerable<string> Read(string path)
    {
        var source = Comment().Replace(File.ReadAllText(path), "");
        for (var i = 0; i < source.Length;)
        {
            var character = Character().Match(source, i);
            if (character.Success)
            {
                i += character.Length;
                continue;
            }
            var text = new Text();
            var isSaid = Said().IsMatch(source.AsSpan(Math.Max(0, i - 40), Math.Min(i, 40)));
            if (!ReadLiteral(source, ref i, text))
            {
                i++;
                continue;
            }
            while (Plus().Match(source, i) is { Success: true } plus)
            {
                i += plus.Length;
                if (!ReadLiteral(source, ref i, text))
                {
                    text.AddValue();
                    SkipExpression(source, ref i);
                }
            }
            if (text.IsMessage || isSaid)
                yield return text.ToString();
        }
    }

    private static bool ReadLiteral(string source, ref int at, Text text)
    {
        var start = Start().Match(source, at);
        if (!start.Success)
            return false;
        at += start.Length;
        var quote = start.Groups[2].Value;
        if (quote.Length >= 3)
        {
            var end = source.IndexOf(quote, at, StringComparison.Ordinal);
            at = end + quote.Length;
            return true;
        }
        var isInterpolated = start.Groups[1].Value.Contains('$');
        while (source[at] != '"')
        {
            if (source[at] == '\\')
            {
                text.Add(source[at + 1] switch { 'n' => '\n', 't' => '\t', var other => other });
                at += 2;
            }
            else if (isInterpolated && source[at] == '{' && source[at + 1] != '{')
            {
                text.AddValue();
                SkipHole(source, ref at);
            }
            else
            {
                text.Add(source[at]);
                at += isInterpolated && source[at] is '{' or '}' && source[at + 1] == source[at] ? 2 : 1;
            }
        }
        at++;
        return true;
    }

    /// <summary>Skips what stands in braces, other literals included.</summary>
    private static void SkipHole(string source, ref int at)
    {
        var depth = 0;
        do
        {
            if (ReadLiteral(source, ref at, new Text()))
                continue;
            depth += source[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }
        while (depth > 0);
    }

    private static void SkipExpression(string source, ref int at)
    {
        for (var depth = 0; depth > 0 || source[at] is not (',' or ')' or ';' or '+' or '\n'); at++)
            depth += source[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
    }

    private sealed class Text
    {
        private readonly StringBuilder _text = new();
        private int _values;

        /// <summary>Whether there are two words at least, one of them in small letters.</summary>
        public bool IsMessage => Words().Count(_text.ToString()) >= 2 && _text.ToString().Trim().Contains(' ');

        public void Add(char letter) => _text.Append(letter);

        public void AddValue() => _text.Append('{').Append(_values++).Append('}');

        public override string ToString() => _text.ToString();
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\G'(\\.|[^\\'])'")]
    private static partial Regex Character();

    [GeneratedRegex("\\G([$@]*)(\"\"\"+|\")")]
    private static partial Regex Start();

    /// <summary>What is put into the user's language where it is made may be a single word.</summary>
    [GeneratedRegex(@"Texts\.(Say|Of)\(\s*$")]
    private static partial Regex Said();

    [GeneratedRegex(@"\G\s*\+\s*")]
    private static partial Regex Plus();

    [GeneratedRegex(@"(?<![\w{-])[a-z]{2,}(?![\w}])")]
    private static partial Regex Words();
}
