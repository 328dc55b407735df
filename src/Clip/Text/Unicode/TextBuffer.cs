using System.Text;

namespace Clip.Text.Unicode;

/// <summary>The text on its way through the normalizers: two buffers that take turns.</summary>
internal sealed class TextBuffer
{
    /// <summary>No normalization makes more of a text: the worst of Unicode's makes 11 bytes of one.</summary>
    private const int MostGrowth = 256;

    private const int LeastLimit = 1 << 20;

    private ByteBuffer _current = new();
    private ByteBuffer _spare = new();

    public ReadOnlySpan<byte> Bytes => _current.Span;

    public Span<byte> Writable => _current.Writable;

    public int Length => _current.Length;

    /// <summary>Whether this is the beginning of the original text, and not what follows an added token.</summary>
    public bool IsAtTextStart { get; private set; }

    /// <summary>
    /// How many bytes stem from the very first character of the original text. Metaspace asks for it under its prepend
    /// scheme "first", so whoever rewrites the text keeps it up: 0 once the beginning has been dropped.
    /// </summary>
    public int OriginLength { get; set; }

    public int Capacity => _current.Capacity + _spare.Capacity;

    public bool IsAscii => Ascii.IsValid(Bytes);

    public void Set(ReadOnlySpan<byte> text, bool isAtTextStart)
    {
        _current.Limit = _spare.Limit = LeastLimit + (long)MostGrowth * text.Length;
        _current.Clear();
        _current.Append(text);
        IsAtTextStart = isAtTextStart;
        OriginLength = isAtTextStart && !text.IsEmpty ? Utf8.LengthFromFirst(text[0]) : 0;
    }

    /// <summary>An empty buffer for the new version of the text; <see cref="Accept"/> makes it the current one.</summary>
    public ByteBuffer BeginRewrite()
    {
        _spare.Clear();
        return _spare;
    }

    public void Accept() => (_current, _spare) = (_spare, _current);

    /// <summary>Keeps only a part of the text.</summary>
    public void Keep(int start, int length)
    {
        if (start > 0)
            Bytes.Slice(start, length).CopyTo(_current.Writable);
        _current.Advance(length - _current.Length);
        OriginLength = Math.Clamp(OriginLength - start, 0, length);
    }
}
