using static Clip.Text.Regex.RegexNode;

namespace Clip.Text.Regex;

/// <content>Quantifiers: <c>?</c>, <c>*</c>, <c>+</c> and intervals.</content>
internal sealed partial class RegexParser
{
    private int _stackedQuantifiers;

    private RegexNode ParseQuantifiers(RegexNode atom)
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
            if (count > 0 && ++_stackedQuantifiers > MaxDepth)
                throw new FormatException("is nested too deeply");
            _lastLetterEnd = -1;

            // Only ?, * and + have lazy and possessive forms: x{n}? means (?:x{n})?, and x{n}+ means (?:x{n})+.
            if (isInterval && minimum == maximum && !AtEnd && _pattern[_next] == '?')
                throw Unsupported("{n}?");
            var lazy = TryRead('?');
            atom = new Repeat(atom, minimum, maximum, lazy);
            if (!lazy && !isInterval && TryRead('+'))
                atom = new Atomic(atom);
        }

        return atom;
    }

    /// <summary>Parses <c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c> or <c>{,m}</c>; other braces are literal.</summary>
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
        while (!AtEnd && _pattern[_next] is >= '0' and <= '9')
        {
            value = value * 10 + _pattern[_next] - '0';
            if (value > MaxRepetitions)
                throw Unsupported($"more than {MaxRepetitions} repetitions");
            _next++;
        }

        if (_next > start)
            count = value;
        return _next > start;
    }
}
