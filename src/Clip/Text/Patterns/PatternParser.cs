using static Clip.Text.Patterns.PatternNode;

namespace Clip.Text.Patterns;

/// <summary>
/// Reads regular expressions in the syntax of Oniguruma, which is what tokenizer files hold, as far as they need it:
/// everything but back references, absence operators and the like. Those are an error, never a guess.
/// </summary>
internal sealed partial class PatternParser
{
    private const int DeepestNesting = 100;
    private const int LargestCount = 1000;

    private readonly int[] _pattern;
    private int _next;
    private int _depth;
    private int _stackedQuantifiers;
    private bool _ignoreCase;
    private bool _dotMatchesNewline;

    private PatternParser(string pattern) => _pattern = pattern.EnumerateRunes().Select(static r => r.Value).ToArray();

    private bool AtEnd => _next == _pattern.Length;

    /// <exception cref="FormatException">The pattern is wrong or uses something that is not supported.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
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

    private PatternNode ParseChoice()
    {
        if (++_depth > DeepestNesting)
            throw new FormatException("is nested too deeply");
        var alternatives = new List<PatternNode> { ParseSequence() };
        while (TryRead('|'))
            alternatives.Add(ParseSequence());
        _depth--;
        return alternatives.Count == 1 ? alternatives[0] : new Choice(alternatives);
    }

    private PatternNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && _pattern[_next] is not ('|' or ')'))
            parts.Add(ParseQuantifiers(ParseAtom()));
        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private PatternNode ParseAtom()
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

    private PatternNode ParseGroup()
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

    /// <summary>What stands in the group, and its end. Options set inside hold no longer.</summary>
    private PatternNode ParseGroupBody()
    {
        var (ignoreCase, dotMatchesNewline) = (_ignoreCase, _dotMatchesNewline);
        var node = ParseChoice();
        if (!TryRead(')'))
            throw new FormatException("lacks a ')'");
        (_ignoreCase, _dotMatchesNewline) = (ignoreCase, dotMatchesNewline);
        return node;
    }

    /// <summary><c>(?i:…)</c>, or <c>(?i)</c>, which holds to the end of the group around it.</summary>
    private PatternNode ParseOptions()
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
