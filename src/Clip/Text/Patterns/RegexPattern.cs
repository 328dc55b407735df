using Clip.Text.Regex;
using static Clip.Text.Regex.RegexNode;

namespace Clip.Text.Patterns;

/// <summary>Any regular expression, matched by the engine in <c>Text/Regex</c>.</summary>
internal sealed class RegexPattern : TextPattern
{
    private readonly RegularExpression _expression;

    private RegexPattern(RegularExpression expression) => _expression = expression;

    /// <summary>
    /// Creates the pattern for a regular expression. Well-known expressions and simple runs get a hand-written pattern,
    /// which is several times as fast as the engine.
    /// </summary>
    /// <exception cref="FormatException">The expression is invalid or uses an unsupported construct.</exception>
    public static TextPattern Create(string expression)
    {
        switch (expression)
        {
            case ClipPattern.Source:
                return new ClipPattern();
            case Gpt2Pattern.Source:
                return Gpt2Pattern.Instance;
            default:
                return RegexParser.Parse(expression) switch
                {
                    Set set => new CharacterPattern(set.Characters.Contains),
                    Repeat { Body: Set set, Minimum: > 0, Maximum: Repeat.Unlimited, Lazy: false } run =>
                        new RunPattern(set.Characters.Contains, run.Minimum),
                    var node => new RegexPattern(RegularExpression.Compile(node)),
                };
        }
    }

    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        RegexSearch? search = null;
        return TryFind(text, from, ref search, out start, out end);
    }

    public override bool TryFind(
        ReadOnlySpan<byte> text, int from, ref RegexSearch? search, out int start, out int end) =>
        _expression.TryFind(text, from, search ??= new RegexSearch(), out start, out end);
}
