using Clip.Text.Unicode;

namespace Clip.Text.Regex;

/// <summary>A regular expression in Oniguruma's syntax, compiled to instructions. Immutable and thread-safe.</summary>
/// <remarks>
/// Why not <see cref="System.Text.RegularExpressions.Regex"/>: tokenizer files are written for Oniguruma, whose syntax
/// and <c>\w</c>, <c>\s</c> and <c>\p{…}</c> differ from .NET's; .NET matches UTF-16 units, so a class can match half
/// of a code point beyond the basic plane, and the UTF-8 that this tokenizer works on would have to be converted and
/// the positions mapped back; its backtracking engine is limited only by wall-clock time, which depends on the machine,
/// and not by a number of steps; its linear mode (<c>NonBacktracking</c>) has no look-around, which the pattern of
/// GPT-2 and most of its successors use.
/// </remarks>
internal sealed class RegularExpression
{
    private readonly RegexInstruction[] _program;

    private RegularExpression(RegexInstruction[] program) => _program = program;

    /// <summary>Compiles a parsed expression.</summary>
    /// <exception cref="FormatException">The expression is too large.</exception>
    public static RegularExpression Compile(RegexNode node) => new(RegexCompiler.Compile(node));

    /// <summary>Finds the leftmost match that begins at or after <paramref name="from"/>.</summary>
    /// <param name="text">The whole text in UTF-8; assertions look at what precedes <paramref name="from"/>.</param>
    /// <param name="from">Where to begin, on a code point boundary.</param>
    /// <param name="search">The search through this text; its budget limits the time.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <exception cref="TokenizerException">The budget of the search is exhausted.</exception>
    public bool TryFind(ReadOnlySpan<byte> text, int from, RegexSearch search, out int start, out int end)
    {
        if (from == 0)
            search.Begin(text.Length);
        using var matcher = new RegexMatcher(_program, text, search);
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
