using Clip.Text.Unicode;

namespace Clip.Text.PreTokenizers;

/// <summary>
/// A text and the pieces into which it has been split so far. A step either cuts the pieces (<see cref="BeginCut"/>) or
/// rewrites them (<see cref="BeginRewrite"/>); both read the old pieces and add new ones. Empty pieces are dropped.
/// </summary>
internal sealed class PieceList(TextBuffer text)
{
    private Piece[] _pieces = new Piece[64];
    private Piece[] _spare = new Piece[64];
    private int _count;
    private int _added;
    private int _originLength;

    public TextBuffer Text { get; } = text;

    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, _count);

    public int Capacity => _pieces.Length + _spare.Length;

    /// <summary>Makes the whole text the only piece.</summary>
    public void Reset()
    {
        _pieces[0] = new Piece(0, Text.Length);
        _count = Text.Length == 0 ? 0 : 1;
    }

    /// <summary>The pieces so far, to be cut by <see cref="Add"/> and <see cref="EndCut"/>.</summary>
    public ReadOnlySpan<Piece> BeginCut()
    {
        _added = 0;
        return Pieces;
    }

    public void Add(int start, int end)
    {
        if (start >= end)
            return;
        if (_added == _spare.Length)
            Array.Resize(ref _spare, _added * 2);
        _spare[_added++] = new Piece(start, end - start);
    }

    public void EndCut()
    {
        (_pieces, _spare) = (_spare, _pieces);
        _count = _added;
    }

    /// <summary>As <see cref="BeginCut"/>; the added pieces refer to the new text in the buffer.</summary>
    public ReadOnlySpan<Piece> BeginRewrite(out ByteBuffer result)
    {
        result = Text.BeginRewrite();
        _originLength = 0;
        return BeginCut();
    }

    public void EndRewrite()
    {
        Text.Accept(_originLength);
        EndCut();
    }

    /// <summary>
    /// Records that the bytes just appended to the new buffer stem from a position of the old text, which also traces
    /// them. Call it from left to right.
    /// </summary>
    /// <param name="position">The position in the old text.</param>
    /// <param name="result">The new buffer.</param>
    /// <param name="copied">How many of its last bytes are unchanged copies.</param>
    public void Track(int position, ByteBuffer result, int copied = 0)
    {
        if (copied > 0)
            Text.TraceCopy(position, copied);
        else
            Text.Trace(position, position + 1);
        if (position < Text.OriginLength)
            _originLength = result.Length - Math.Max(0, position + copied - Text.OriginLength);
    }

    /// <summary>Whether the piece begins with the very first character of the original text.</summary>
    public bool IsAtOrigin(Piece piece) => piece.Start < Text.OriginLength;
}
