using Clip.Text.Regex;
using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// Enumerates the matches of a pattern from left to right. An empty match directly after the previous match is skipped,
/// as in the reference.
/// </summary>
/// <param name="pattern">The pattern.</param>
/// <param name="text">A whole text or a piece of one.</param>
/// <param name="search">The search through the whole text, shared by all its pieces; null before the first.</param>
internal ref struct PatternMatches(TextPattern pattern, ReadOnlySpan<byte> text, ref RegexSearch? search)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _next = 0;
    private int _lastEnd = -1;
    private readonly ref RegexSearch? _search = ref search;

    public int Start { get; private set; }

    public int End { get; private set; }

    public bool MoveNext()
    {
        while (_next <= _text.Length)
        {
            if (!pattern.TryFind(_text, _next, ref _search, out var start, out var end))
                return false;
            if (start == end && end == _lastEnd)
            {
                _next += _next < _text.Length ? Utf8.LengthFromFirst(_text[_next]) : 1;
                continue;
            }

            _next = _lastEnd = end;
            Start = start;
            End = end;
            return true;
        }

        return false;
    }
}
