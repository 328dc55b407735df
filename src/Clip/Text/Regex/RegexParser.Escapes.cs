using System.Globalization;
using Clip.Text.Unicode;
using static Clip.Text.Regex.RegexNode;

namespace Clip.Text.Regex;

/// <content>Literal characters and escapes.</content>
internal sealed partial class RegexParser
{
    /// <summary>
    /// Pairs of letters that fold to one ligature or to ß: under (?i) Oniguruma matches those as well.
    /// </summary>
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

    /// <summary>Adds to a set of ASCII characters the letters that differ from them only in case.</summary>
    private static CharacterSet IgnoringCase(CharacterSet ascii) => CharacterSet.Of(c => c switch
    {
        'K' => ascii.Contains('k') || ascii.Contains('K'),
        'ſ' => ascii.Contains('s') || ascii.Contains('S'),
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => ascii.Contains(c) || ascii.Contains(c ^ 0x20),
        _ => ascii.Contains(c),
    });

    private RegexNode ParseEscape()
    {
        var c = Read();
        switch (c)
        {
            case 'b':
                return new Anchor(AnchorKind.WordBoundary);
            case 'B':
                return new Anchor(AnchorKind.NotWordBoundary);
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
                return TryParseSetEscape(c, bracketed: false) is { } set
                    ? new Set(set)
                    : Literal(ParseCharacterEscape(c));
        }
    }

    /// <summary>The set of an escape such as <c>\s</c>, or null for an escape that is not a set.</summary>
    private CharacterSet? TryParseSetEscape(int c, bool bracketed) => c switch
    {
        's' => CharacterSet.Of(Characters.IsWhiteSpace),
        'S' => CharacterSet.Of(Characters.IsWhiteSpace).Complement(),
        'd' => CharacterProperties.DecimalDigits,
        'D' => CharacterProperties.DecimalDigits.Complement(),
        'w' => WordCharacters(bracketed),
        'W' => WordCharacters(bracketed).Complement(),
        'h' => CharacterSet.Of(IsHexDigit),
        'H' => CharacterSet.Of(IsHexDigit).Complement(),
        'N' => CharacterSet.Of(static c => c != '\n'),
        'O' => CharacterSet.Of(static _ => true),
        'p' or 'P' when !AtEnd && _pattern[_next] == '{' => ParseProperty(c == 'P'),
        _ => null,
    };

    private static CharacterSet WordCharacters(bool bracketed) =>
        bracketed ? CharacterProperties.BracketedWordCharacters : CharacterProperties.WordCharacters;

    private CharacterSet ParseProperty(bool negated)
    {
        _next++;
        negated ^= TryRead('^');
        var name = "";
        for (var c = Read(); c != '}'; c = Read())
            name += char.ConvertFromUtf32(c);
        var set = CharacterProperties.Find(name) ?? throw Unsupported($@"the property \p{{{name}}}");
        if (_ignoreCase)
            throw Unsupported($@"\p{{{name}}} without regard to case");
        return negated ? set.Complement() : set;
    }

    /// <summary>The code point of an escape that stands for one character.</summary>
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

    private int ParseHex(int min, int max, char? end)
    {
        var digits = "";
        while (digits.Length < max && !AtEnd && IsHexDigit(_pattern[_next]))
            digits += (char)_pattern[_next++];
        if (digits.Length < min || (end is { } c && !TryRead(c)))
            throw new FormatException("has a wrong hexadecimal number");
        var value = uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return value <= 0x10FFFF ? (int)value : throw new FormatException("has a number beyond Unicode");
    }
}
