using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// The matches of a pattern from left to right. An empty match directly behind the last one is passed over, as the
/// reference does.
/// </summary>
/// <param name="pattern">What is looked for.</param>
/// <param name="text">Where: a whole text or a piece of one.</param>
/// <param name="search">The search of the whole text, which all its pieces share; null before the first.</param>
internal ref struct PatternMatches(TextPattern pattern, ReadOnlySpan<byte> text, ref PatternSearch? search)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _next = 0;
    private int _lastEnd = -1;
    private readonly ref PatternSearch? _search = ref search;

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
