using Clip.Text.Unicode;
using static Clip.Text.Patterns.PatternNode;

namespace Clip.Text.Patterns;

/// <summary>Any regular expression, run by <see cref="PatternMatcher"/>.</summary>
internal sealed class CompiledPattern : TextPattern
{
    private readonly PatternInstruction[] _program;

    private CompiledPattern(PatternInstruction[] program) => _program = program;

    /// <summary>
    /// The pattern for a regular expression. The well-known ones and simple runs have code of their own, which is several
    /// times as fast.
    /// </summary>
    /// <exception cref="FormatException">The expression is wrong or uses something that is not supported.</exception>
    public static TextPattern Create(string expression)
    {
        switch (expression)
        {
            case ClipPattern.Source:
                return new ClipPattern();
            case Gpt2Pattern.Source:
                return Gpt2Pattern.Instance;
            default:
                return PatternParser.Parse(expression) switch
                {
                    Set set => new CharacterPattern(set.Characters.Contains),
                    Repeat { Body: Set set, Minimum: > 0, Maximum: Repeat.Unlimited, Lazy: false } run =>
                        new RunPattern(set.Characters.Contains, run.Minimum),
                    var node => new CompiledPattern(PatternCompiler.Compile(node)),
                };
        }
    }

    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        PatternSearch? search = null;
        return TryFind(text, from, ref search, out start, out end);
    }

    public override bool TryFind(ReadOnlySpan<byte> text, int from, ref PatternSearch? search, out int start, out int end)
    {
        search ??= new PatternSearch();
        if (from == 0)
            search.Begin(text.Length);
        using var matcher = new PatternMatcher(_program, text, search);
        for (start = from; start <= text.Length; start += start < text.Length ? Utf8.LengthFromFirst(text[start]) : 1)
        {
            end = matcher.MatchAt(start);
            if (end >= 0)
                return true;
        }

        end = start;
        return false;
    }
}
