using Clip.Text.Unicode;

namespace Clip.Text.PreTokenizers;

/// <summary>
/// A text and the pieces it has been cut into so far. A step either cuts (<see cref="BeginCut"/>) or writes the pieces
/// anew (<see cref="BeginRewrite"/>); both read the old pieces and add new ones. Empty pieces vanish.
/// </summary>
internal sealed class PieceList(TextBuffer text)
{
    private Piece[] _pieces = new Piece[64];
    private Piece[] _spare = new Piece[64];
    private int _count;
    private int _added;
    private int _origin;

    public TextBuffer Text { get; } = text;

    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, _count);

    public int Capacity => _pieces.Length + _spare.Length;

    /// <summary>Starts anew with a part of the text as the only piece.</summary>
    public void Reset(Piece piece)
    {
        _pieces[0] = piece;
        _count = piece.Length == 0 ? 0 : 1;
    }

    /// <summary>The pieces so far, to be cut further by <see cref="Add"/> and <see cref="EndCut"/>.</summary>
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

    /// <summary>As <see cref="BeginCut"/>, with a buffer in which the added pieces lie.</summary>
    public ReadOnlySpan<Piece> BeginRewrite(out ByteBuffer result)
    {
        result = Text.BeginRewrite();
        _origin = 0;
        return BeginCut();
    }

    public void EndRewrite()
    {
        Text.OriginLength = _origin;
        Text.Accept();
        EndCut();
    }

    /// <summary>
    /// Says that what has just been added to the new buffer stems from the old text at a place; to be called from left to
    /// right.
    /// </summary>
    /// <param name="place">Where in the old text.</param>
    /// <param name="result">The new buffer.</param>
    /// <param name="copied">How many of its last bytes were copied one to one.</param>
    public void Track(int place, ByteBuffer result, int copied = 0)
    {
        if (place < Text.OriginLength)
            _origin = result.Length - Math.Max(0, place + copied - Text.OriginLength);
    }

    /// <summary>Whether the piece begins with the very first character of the original text.</summary>
    public bool IsAtOrigin(Piece piece) => piece.Start < Text.OriginLength;
}
