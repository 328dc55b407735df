namespace Clip.Text.Regex;

/// <content>Bracketed character classes: ranges, escapes, nested classes, intersections.</content>
internal sealed partial class RegexParser
{
    /// <summary>Parses a class up to its ']', after its '['.</summary>
    private CharacterSet ParseClass()
    {
        if (++_depth > MaxDepth)
            throw new FormatException("is nested too deeply");
        var negated = TryRead('^');
        var intersected = new List<CharacterSet>();
        var members = new List<CharacterSet>();
        var isFirst = true;
        while (isFirst || !TryRead(']'))
        {
            if (TryRead("&&"))
            {
                intersected.Add(CharacterSet.UnionOf(members));
                members = [];
            }
            else
            {
                members.Add(ParseClassMember());
            }

            isFirst = false;
        }

        _depth--;
        intersected.Add(CharacterSet.UnionOf(members));
        var set = CharacterSet.IntersectionOf(intersected);
        return negated ? set.Complement() : set;
    }

    private CharacterSet ParseClassMember()
    {
        if (TryRead("[:"))
            throw Unsupported("a POSIX bracket");
        if (TryRead('['))
            return ParseClass();
        var c = Read();
        if (c == '\\')
        {
            c = Read();
            if (TryParseSetEscape(c, bracketed: true) is { } set)
            {
                return !AtEnd && _pattern[_next] == '-' && _next + 1 < _pattern.Length && _pattern[_next + 1] != ']'
                    ? throw Unsupported("a range that begins with a set")
                    : set;
            }

            c = c == 'b' ? '\b' : ParseCharacterEscape(c);
        }

        var last = c;
        if (!AtEnd && _pattern[_next] == '-' && _next + 1 < _pattern.Length && _pattern[_next + 1] is not (']' or '['))
        {
            _next++;
            last = Read();
            if (last == '\\')
            {
                last = Read();
                if (TryParseSetEscape(last, bracketed: true) is not null)
                    throw Unsupported("a range that ends with a set");
                last = last == 'b' ? '\b' : ParseCharacterEscape(last);
            }

            if (last < c)
                throw new FormatException("has a range from higher to lower");
        }

        var range = CharacterSet.OfRange(c, last);
        if (!_ignoreCase)
            return range;
        return last < 0x80 ? IgnoringCase(range) : throw Unsupported("characters beyond ASCII without regard to case");
    }
}
