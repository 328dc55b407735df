namespace Clip.Text.Unicode;

/// <summary>A part of the original text, in bytes of its UTF-8 form.</summary>
internal readonly record struct SourceSpan(int Start, int End);

/// <summary>The part of the original text from which each byte of a rewritten text stems.</summary>
internal sealed class SourceMap
{
    private readonly List<SourceSpan> _spans = [];

    /// <summary>The number of bytes that have a source.</summary>
    public int Count => _spans.Count;

    public void Clear() => _spans.Clear();

    /// <summary>Maps an unchanged text: each byte stems from its own character.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="offset">Where the text begins in the original one.</param>
    public void AddUnchanged(ReadOnlySpan<byte> text, int offset)
    {
        for (var index = 0; index < text.Length;)
        {
            var length = Utf8.LengthFromFirst(text[index]);
            Add(new SourceSpan(offset + index, offset + index + length), length);
            index += length;
        }
    }

    public void Add(SourceSpan span, int count)
    {
        for (; count > 0; count--)
            _spans.Add(span);
    }

    public void Add(SourceMap other, int start, int length) => _spans.AddRange(other._spans[start..(start + length)]);

    /// <summary>
    /// The source of a part of the rewritten text. That of an empty part is empty and lies where the part begins.
    /// </summary>
    public SourceSpan Find(int start, int end)
    {
        if (start == end)
        {
            var place = start < Count ? _spans[start].Start : Count > 0 ? _spans[^1].End : 0;
            return new SourceSpan(place, place);
        }

        var (first, last) = (int.MaxValue, 0);
        for (var index = start; index < end; index++)
        {
            first = Math.Min(first, _spans[index].Start);
            last = Math.Max(last, _spans[index].End);
        }

        return new SourceSpan(first, last);
    }

    /// <summary>Keeps only a part.</summary>
    public void Keep(int start, int length)
    {
        _spans.RemoveRange(start + length, Count - start - length);
        _spans.RemoveRange(0, start);
    }
}
