using System.Text;
using System.Text.RegularExpressions;

namespace Clip.Tests.Cli.Languages;

/// <summary>
/// Collects the English texts of source files: string literals of several words, or that are said, with <c>{0}</c>,
/// <c>{1}</c>, ... for what is interpolated or added to them.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="Calls">
/// The calls that it is an argument of, from the outermost, as they are written: <c>throw new ClipException</c> is
/// <c>new ClipException</c>, and an element of a list is in <c>[</c>.
/// </param>
internal sealed partial record MessageScan(string Text, IReadOnlyList<string> Calls)
{
    /// <summary>The texts of a file.</summary>
    public static IEnumerable<MessageScan> Read(string path)
    {
        var calls = new Stack<string>();
        var source = Comment().Replace(File.ReadAllText(path), "");
        for (var i = 0; i < source.Length;)
        {
            var character = Character().Match(source, i);
            if (character.Success)
            {
                i += character.Length;
                continue;
            }
            var text = new Builder();
            var isSaid = Said().IsMatch(source.AsSpan(Math.Max(0, i - 40), Math.Min(i, 40)));
            if (!ReadLiteral(source, ref i, text))
            {
                if (source[i] is '(' or '[')
                    calls.Push(source[i] == '[' ? "[" : CalleeBefore(source, i));
                else if (source[i] is ')' or ']')
                    calls.TryPop(out _);
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
                yield return new(text.ToString(), [.. calls.Reverse()]);
        }
    }

    /// <summary>What is called with the arguments that begin at a place.</summary>
    private static string CalleeBefore(string source, int at) =>
        Callee().Match(source[Math.Max(0, at - 120)..at]).Groups[1].Value;

    private static bool ReadLiteral(string source, ref int at, Builder text)
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
        if (start.Groups[1].Value.Contains('@'))
        {
            at += Verbatim().Match(source, at).Length;
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
            if (ReadLiteral(source, ref at, new Builder()))
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

    private sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private int _values;

        /// <summary>Whether there are two words at least, one of them in small letters.</summary>
        public bool IsMessage => (Words().Count(_text.ToString()) >= 2 && _text.ToString().Trim().Contains(' '))
            || Noun().IsMatch(_text.ToString());

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

    [GeneratedRegex(@"(?:^|[^\w.])((?:new )?[\w.]*)(?:<[^<>()]*>)?\s*$")]
    private static partial Regex Callee();

    [GeneratedRegex("\\G(?:[^\"]|\"\")*\"")]
    private static partial Regex Verbatim();

    [GeneratedRegex(@"\G\s*\+\s*")]
    private static partial Regex Plus();

    [GeneratedRegex(@"(?<![\w{-])[a-z]{2,}(?![\w}])")]
    private static partial Regex Words();

    [GeneratedRegex(@"\ban? [A-Za-z]")]
    private static partial Regex Noun();
}
