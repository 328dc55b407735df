using System.Globalization;
using Clip.Text.Unicode;
using static Clip.Text.Patterns.PatternNode;

namespace Clip.Text.Patterns;

/// <content>Characters, escapes and quantifiers.</content>
internal sealed partial class PatternParser
{
    /// <summary>The pairs of letters that fold to one ligature or to ß: under (?i) Oniguruma matches those too.</summary>
    private static readonly string[] FoldingPairs = ["ss", "ff", "fi", "fl", "st"];

    private int _lastLetter;
    private int _lastLetterEnd = -1;

    private Set Literal(int c)
    {
        if (!_ignoreCase)
            return new Set(CharacterSet.OfRange(c, c));
        if (c >= 0x80)
            throw Unsupported("a letter beyond ASCII without regard to case");
        var lower = char.ToLowerInvariant((char)c);
        if (_lastLetterEnd == _next - 1 && FoldingPairs.Contains($"{(char)_lastLetter}{lower}"))
            throw Unsupported($"'{(char)_lastLetter}{lower}' without regard to case");
        (_lastLetter, _lastLetterEnd) = (lower, _next);
        return new Set(IgnoringCase(CharacterSet.OfRange(c, c)));
    }

    /// <summary>A set of ASCII characters, with the letters that differ from them only in case.</summary>
    private static CharacterSet IgnoringCase(CharacterSet ascii) => CharacterSet.Of(c => c switch
    {
        'K' => ascii.Contains('k') || ascii.Contains('K'),
        'ſ' => ascii.Contains('s') || ascii.Contains('S'),
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => ascii.Contains(c) || ascii.Contains(c ^ 0x20),
        _ => ascii.Contains(c),
    });

    private PatternNode ParseEscape()
    {
        var c = Read();
        switch (c)
        {
            case 'b':
                return new Anchor(AnchorKind.WordBorder);
            case 'B':
                return new Anchor(AnchorKind.NoWordBorder);
            case 'A':
                return new Anchor(AnchorKind.TextStart);
            case 'z':
                return new Anchor(AnchorKind.TextEnd);
            case 'Z':
                return new Anchor(AnchorKind.TextEndOrFinalNewline);
            case 'R':
                return new Choice([
                    new Sequence([Literal('\r'), Literal('\n')]),
                    new Set(CharacterSet.Of(static c => c is >= '\n' and <= '\r' or 0x85 or 0x2028 or 0x2029)),
                ]);
            default:
                return TryParseSetEscape(c, bracketed: false) is { } set ? new Set(set) : Literal(ParseCharacterEscape(c));
        }
    }

    /// <summary>An escape that stands for a set, or null.</summary>
    private CharacterSet? TryParseSetEscape(int c, bool bracketed) => c switch
    {
        's' => CharacterSet.Of(Characters.IsWhiteSpace),
        'S' => CharacterSet.Of(Characters.IsWhiteSpace).Complement(),
        'd' => CharacterProperties.Digits,
        'D' => CharacterProperties.Digits.Complement(),
        'w' => bracketed ? CharacterProperties.BracketedWords : CharacterProperties.Words,
        'W' => (bracketed ? CharacterProperties.BracketedWords : CharacterProperties.Words).Complement(),
        'h' => CharacterSet.Of(IsHexDigit),
        'H' => CharacterSet.Of(IsHexDigit).Complement(),
        'N' => CharacterSet.Of(static c => c != '\n'),
        'O' => CharacterSet.Of(static _ => true),
        'p' or 'P' when !AtEnd && _pattern[_next] == '{' => ParseProperty(c == 'P'),
        _ => null,
    };

    private CharacterSet ParseProperty(bool negated)
    {
        _next++;
        negated ^= TryRead('^');
        var name = "";
        while (Read() is not '}' and var c)
            name += char.ConvertFromUtf32(c);
        var set = CharacterProperties.Find(name) ?? throw Unsupported($@"the property \p{{{name}}}");
        if (_ignoreCase)
            throw Unsupported($@"\p{{{name}}} without regard to case");
        return negated ? set.Complement() : set;
    }

    /// <summary>An escape that stands for one character.</summary>
    private int ParseCharacterEscape(int c)
    {
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'a':
                return '\a';
            case 'e':
                return 0x1B;
            case 'x':
                return TryRead('{') ? ParseHex(1, 8, '}') : ParseHex(1, 2, null);
            case 'u':
                return ParseHex(4, 4, null);
            case '0' when AtEnd || _pattern[_next] is < '0' or > '7':
                return 0;
            case >= 0x80 or not (>= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z'):
                return c;
            default:
                throw Unsupported($@"\{(char)c}");
        }
    }

    private static bool IsHexDigit(int c) => c < 0x80 && char.IsAsciiHexDigit((char)c);

    private int ParseHex(int fewest, int most, char? end)
    {
        var digits = "";
        while (digits.Length < most && !AtEnd && IsHexDigit(_pattern[_next]))
            digits += (char)_pattern[_next++];
        if (digits.Length < fewest || (end is { } c && !TryRead(c)))
            throw new FormatException("has a wrong hexadecimal number");
        var value = uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return value <= 0x10FFFF ? (int)value : throw new FormatException("has a number beyond Unicode");
    }

    private PatternNode ParseQuantifiers(PatternNode atom)
    {
        for (var count = 0; !AtEnd; count++)
        {
            int minimum, maximum;
            var isInterval = false;
            if (TryRead('?'))
                (minimum, maximum) = (0, 1);
            else if (TryRead('*'))
                (minimum, maximum) = (0, Repeat.Unlimited);
            else if (TryRead('+'))
                (minimum, maximum) = (1, Repeat.Unlimited);
            else if (TryParseInterval(out minimum, out maximum))
                isInterval = true;
            else
                break;
            if (atom is Anchor or Look)
                throw Unsupported("the repetition of an assertion");
            if (count > 0 && ++_stackedQuantifiers > DeepestNesting)
                throw new FormatException("is nested too deeply");
            _lastLetterEnd = -1;

            // x{n}? is "x n times, or not at all", and x{n}+ repeats: only ?, * and + have lazy and possessive forms.
            if (isInterval && minimum == maximum && !AtEnd && _pattern[_next] == '?')
                throw Unsupported("{n}?");
            var lazy = TryRead('?');
            atom = new Repeat(atom, minimum, maximum, lazy);
            if (!lazy && !isInterval && TryRead('+'))
                atom = new Atomic(atom);
        }

        return atom;
    }

    /// <summary><c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c> or <c>{,m}</c>; anything else in braces is literal.</summary>
    private bool TryParseInterval(out int minimum, out int maximum)
    {
        var start = _next;
        (minimum, maximum) = (0, Repeat.Unlimited);
        if (TryRead('{'))
        {
            var hasMinimum = TryParseCount(ref minimum);
            var hasComma = TryRead(',');
            var hasMaximum = hasComma && TryParseCount(ref maximum);
            if (!hasComma)
                maximum = minimum;
            if ((hasMinimum || hasMaximum) && TryRead('}'))
                return minimum <= maximum ? true : throw Unsupported("a repetition from more to fewer");
        }

        _next = start;
        return false;
    }

    private bool TryParseCount(ref int count)
    {
        var start = _next;
        var value = 0;
        while (!AtEnd && _pattern[_next] is >= '0' and <= '9' and var digit)
        {
            value = value * 10 + digit - '0';
            if (value > LargestCount)
                throw Unsupported($"more than {LargestCount} repetitions");
            _next++;
        }

        if (_next > start)
            count = value;
        return _next > start;
    }
}
