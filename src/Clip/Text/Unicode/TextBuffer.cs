using System.Diagnostics;
using System.Text;

namespace Clip.Text.Unicode;

/// <summary>
/// The text on its way through normalizers and pre-tokenizers: a current version and a spare buffer for the next one.
/// </summary>
/// <remarks>
/// Every rewrite also tracks <see cref="OriginLength"/>. Steps that map one code point after another do so through
/// <see cref="Rewrite"/>; the others pass the new length to <see cref="Accept"/>. Where the text is traced, each step
/// also says where the bytes that it has just appended stem from: <see cref="Trace"/>, <see cref="TraceCopy"/>.
/// </remarks>
internal sealed class TextBuffer
{
    /// <summary>Above what any normalization needs: the worst case of Unicode is 11 bytes from one.</summary>
    private const int MaxGrowth = 256;

    private const int MinLimit = 1 << 20;

    private ByteBuffer _current = new();
    private ByteBuffer _spare = new();
    private SourceMap _sources = new();
    private SourceMap _nextSources = new();

    public ReadOnlySpan<byte> Bytes => _current.Span;

    public Span<byte> Writable => _current.Writable;

    public int Length => _current.Length;

    /// <summary>Whether this is the beginning of the original text, and not what follows an added token.</summary>
    public bool IsAtTextStart { get; private set; }

    /// <summary>
    /// The number of bytes that stem from the very first character of the original text; 0 once that character has been
    /// removed. Metaspace needs it for its prepend scheme "first".
    /// </summary>
    public int OriginLength { get; private set; }

    /// <summary>Whether the source of each byte is recorded, which takes time.</summary>
    public bool IsTraced { get; set; }

    /// <summary>Where the bytes of the text stem from, if <see cref="IsTraced"/>.</summary>
    public SourceMap Sources => _sources;

    public int Capacity => _current.Capacity + _spare.Capacity;

    public bool IsAscii => Ascii.IsValid(Bytes);

    /// <summary>Starts with a new text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isAtTextStart">Whether it is the beginning of the original text.</param>
    /// <param name="offset">Where it begins in the original text; needed only where the text is traced.</param>
    public void Set(ReadOnlySpan<byte> text, bool isAtTextStart, int offset = 0)
    {
        SetPart(text, isAtTextStart && !text.IsEmpty ? Utf8.LengthFromFirst(text[0]) : 0);
        IsAtTextStart = isAtTextStart;
        if (IsTraced)
            _sources.AddUnchanged(text, offset);
    }

    /// <summary>Starts with a part of a text that has already been normalized, and the sources of its bytes.</summary>
    public void SetPart(ReadOnlySpan<byte> text, int originLength, SourceMap sources, int start)
    {
        SetPart(text, originLength);
        if (IsTraced)
            _sources.Add(sources, start, text.Length);
    }

    /// <summary>Starts with a part of a text that has already been normalized.</summary>
    /// <param name="text">The part, which must not lie in this buffer.</param>
    /// <param name="originLength">The origin length of the whole text, relative to the start of the part.</param>
    public void SetPart(ReadOnlySpan<byte> text, int originLength)
    {
        _current.Limit = _spare.Limit = MinLimit + (long)MaxGrowth * text.Length;
        _current.Clear();
        _current.Append(text);
        _sources.Clear();
        IsAtTextStart = false;
        OriginLength = Math.Clamp(originLength, 0, text.Length);
    }

    /// <summary>Rewrites the text one code point at a time.</summary>
    /// <param name="rewriter">
    /// Appends the replacement of each code point; a struct, so that the call is inlined.
    /// </param>
    public void Rewrite<TRewriter>(TRewriter rewriter)
        where TRewriter : struct, ICodePointRewriter
    {
        var source = Bytes;
        var result = BeginRewrite();
        var originLength = 0;
        for (var index = 0; index < source.Length;)
        {
            var codePoint = Utf8.Decode(source, index, out var length);
            rewriter.Append(codePoint, source.Slice(index, length), result);
            Trace(index, index + length);
            if (index < OriginLength)
                originLength = result.Length;
            index += length;
        }

        Accept(originLength);
    }

    /// <summary>An empty buffer for the next version, which <see cref="Accept"/> makes the current one.</summary>
    public ByteBuffer BeginRewrite()
    {
        _spare.Clear();
        _nextSources.Clear();
        return _spare;
    }

    /// <summary>
    /// Records that the bytes appended to the next version since the last record stem from a part of this version; for
    /// bytes without a source the part is empty.
    /// </summary>
    public void Trace(int start, int end)
    {
        if (IsTraced)
            _nextSources.Add(_sources.Find(start, end), _spare.Length - _nextSources.Count);
    }

    /// <summary>
    /// Records that the last bytes appended to the next version are unchanged copies, and that those before them, since
    /// the last record, have no source.
    /// </summary>
    public void TraceCopy(int start, int length)
    {
        if (!IsTraced)
            return;
        _nextSources.Add(_sources.Find(start, start), _spare.Length - length - _nextSources.Count);
        _nextSources.Add(_sources, start, length);
    }

    /// <summary>As <see cref="Trace"/>, for the next bytes whose source is not recorded yet.</summary>
    public void TraceNext(int start, int end, int length) => _nextSources.Add(_sources.Find(start, end), length);

    /// <summary>As <see cref="TraceNext"/>, for bytes that are unchanged copies.</summary>
    public void TraceNextCopy(int start, int length) => _nextSources.Add(_sources, start, length);

    /// <summary>Makes the next version the current one.</summary>
    /// <param name="originLength">The <see cref="OriginLength"/> of the next version.</param>
    public void Accept(int originLength)
    {
        (_current, _spare) = (_spare, _current);
        (_sources, _nextSources) = (_nextSources, _sources);
        Debug.Assert(!IsTraced || _sources.Count == Length, "a step has not recorded all sources");
        OriginLength = originLength;
    }

    /// <summary>Keeps only a part of the text.</summary>
    public void Keep(int start, int length)
    {
        if (start > 0)
            Bytes.Slice(start, length).CopyTo(_current.Writable);
        if (IsTraced)
            _sources.Keep(start, length);
        Shorten(length, Math.Clamp(OriginLength - start, 0, length));
    }

    /// <summary>Drops the end of a text that has been rewritten in place.</summary>
    /// <param name="length">The new length.</param>
    /// <param name="originLength">The new <see cref="OriginLength"/>.</param>
    public void Shorten(int length, int originLength)
    {
        _current.Advance(length - _current.Length);
        OriginLength = originLength;
    }
}
