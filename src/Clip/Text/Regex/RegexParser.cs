using static Clip.Text.Regex.RegexNode;

namespace Clip.Text.Regex;

/// <summary>
/// Parses regular expressions in Oniguruma's syntax, which tokenizer files use. Constructs that they do not need, such
/// as back references and absence operators, are rejected and never approximated.
/// </summary>
internal sealed partial class RegexParser
{
    private const int MaxDepth = 100;
    private const int MaxRepetitions = 1000;

    private readonly int[] _pattern;
    private int _next;
    private int _depth;
    private bool _ignoreCase;
    private bool _dotMatchesNewline;

    private RegexParser(string pattern) => _pattern = pattern.EnumerateRunes().Select(static r => r.Value).ToArray();

    private bool AtEnd => _next == _pattern.Length;

    /// <exception cref="FormatException">The pattern is invalid or uses an unsupported construct.</exception>
    public static RegexNode Parse(string pattern)
    {
        var parser = new RegexParser(pattern);
        var node = parser.ParseChoice();
        return parser.AtEnd ? node : throw new FormatException("has a ')' too many");
    }

    private static FormatException Unsupported(string what) => new($"uses {what}, which this program does not know");

    private bool TryRead(char c)
    {
        if (AtEnd || _pattern[_next] != c)
            return false;
        _next++;
        return true;
    }

    private bool TryRead(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (_next + i >= _pattern.Length || _pattern[_next + i] != text[i])
                return false;
        }

        _next += text.Length;
        return true;
    }

    private int Read() => AtEnd ? throw new FormatException("ends too early") : _pattern[_next++];

    private RegexNode ParseChoice()
    {
        if (++_depth > MaxDepth)
            throw new FormatException("is nested too deeply");
        var alternatives = new List<RegexNode> { ParseSequence() };
        while (TryRead('|'))
            alternatives.Add(ParseSequence());
        _depth--;
        return alternatives.Count == 1 ? alternatives[0] : new Choice(alternatives);
    }

    private RegexNode ParseSequence()
    {
        var parts = new List<RegexNode>();
        while (!AtEnd && _pattern[_next] is not ('|' or ')'))
            parts.Add(ParseQuantifiers(ParseAtom()));
        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private RegexNode ParseAtom()
    {
        var c = Read();
        switch (c)
        {
            case '(':
                return ParseGroup();
            case '[':
                return new Set(ParseClass());
            case '.':
                return new Set(CharacterSet.Of(_dotMatchesNewline ? static _ => true : static c => c != '\n'));
            case '^':
                return new Anchor(AnchorKind.LineStart);
            case '$':
                return new Anchor(AnchorKind.LineEnd);
            case '\\':
                return ParseEscape();
            case '*' or '+' or '?':
                throw new FormatException($"has a '{(char)c}' with nothing to repeat");
            default:
                return Literal(c);
        }
    }

    private RegexNode ParseGroup()
    {
        if (!TryRead('?'))
            return ParseGroupBody();
        if (TryRead(':'))
            return ParseGroupBody();
        if (TryRead('='))
            return new Look(ParseGroupBody(), Behind: false, Negative: false);
        if (TryRead('!'))
            return new Look(ParseGroupBody(), Behind: false, Negative: true);
        if (TryRead("<="))
            return new Look(ParseGroupBody(), Behind: true, Negative: false);
        if (TryRead("<!"))
            return new Look(ParseGroupBody(), Behind: true, Negative: true);
        if (TryRead('>'))
            return new Atomic(ParseGroupBody());
        if (TryRead('#'))
        {
            while (Read() != ')')
            {
            }

            return new Sequence([]);
        }

        if (TryRead('<'))
        {
            while (Read() != '>')
            {
            }

            return ParseGroupBody();
        }

        return ParseOptions();
    }

    /// <summary>Parses a group up to its ')'. Options set inside end with it.</summary>
    private RegexNode ParseGroupBody()
    {
        var (ignoreCase, dotMatchesNewline) = (_ignoreCase, _dotMatchesNewline);
        var node = ParseChoice();
        if (!TryRead(')'))
            throw new FormatException("lacks a ')'");
        (_ignoreCase, _dotMatchesNewline) = (ignoreCase, dotMatchesNewline);
        return node;
    }

    /// <summary>Parses <c>(?i:…)</c>, or <c>(?i)</c>, which applies up to the end of the enclosing group.</summary>
    private RegexNode ParseOptions()
    {
        var before = (_ignoreCase, _dotMatchesNewline);
        for (var on = true; ;)
        {
            switch (Read())
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    _ignoreCase = on;
                    break;
                case 'm':
                    _dotMatchesNewline = on;
                    break;
                case ':':
                    var node = ParseGroupBody();
                    (_ignoreCase, _dotMatchesNewline) = before;
                    return node;
                case ')':
                    return ParseChoice();
                case var other:
                    throw Unsupported($"the option '{char.ConvertFromUtf32(other)}'");
            }
        }
    }
}
