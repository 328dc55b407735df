namespace Clip.Text.PreTokenizers;

/// <summary>Turns a sequence of delimiters and words into pieces according to a <see cref="SplitBehavior"/>.</summary>
internal ref struct SplitSink(PieceList pieces, int offset, SplitBehavior behavior)
{
    private int _start = 0;
    private int _end = 0;
    private bool _pending = false;
    private bool _lastWasDelimiter = false;

    public void Add(int start, int end, bool isDelimiter)
    {
        var joins = behavior switch
        {
            SplitBehavior.Contiguous => isDelimiter == _lastWasDelimiter,
            SplitBehavior.MergedWithPrevious => isDelimiter && !_lastWasDelimiter,
            SplitBehavior.MergedWithNext => !isDelimiter && _lastWasDelimiter,
            _ => false,
        };
        _lastWasDelimiter = isDelimiter;
        if (behavior == SplitBehavior.Removed && isDelimiter)
            return;
        if (_pending && joins)
        {
            _end = end;
            return;
        }

        Flush();
        (_start, _end, _pending) = (start, end, true);
    }

    public void Flush()
    {
        if (_pending)
            pieces.Add(offset + _start, offset + _end);
        _pending = false;
    }
}
