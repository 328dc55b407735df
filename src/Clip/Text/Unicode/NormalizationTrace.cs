namespace Clip.Text.Unicode;

/// <summary>
/// Records where the characters of a normalized text stem from. Normalization works on segments that do not influence
/// each other, a character and the marks on it: an unchanged segment is traced character by character, and everything
/// that a changed one has become stems from the whole segment.
/// </summary>
internal static class NormalizationTrace
{
    /// <summary>Records the sources of a text whose normalized form has just been appended to the next version.</summary>
    public static void Record(TextBuffer text, int normalizedLength, NormalizationForm form)
    {
        var source = text.Bytes;
        List<(int Start, int End, int Length)> segments = [];
        var total = 0;
        var segment = new TextBuffer();
        for (var start = 0; start < source.Length;)
        {
            var end = EndOfSegment(source, start);
            segment.Set(source[start..end], isAtTextStart: false);
            UnicodeNormalization.Apply(segment, form);
            var isUnchanged = segment.Bytes.SequenceEqual(source[start..end]);
            segments.Add((start, end, isUnchanged ? -1 : segment.Length));
            total += segment.Length;
            start = end;
        }

        if (total != normalizedLength)
            segments = [(0, source.Length, normalizedLength)];
        foreach (var (start, end, length) in segments)
        {
            if (length < 0)
                text.TraceNextCopy(start, end - start);
            else
                text.TraceNext(start, end, length);
        }
    }

    private static int EndOfSegment(ReadOnlySpan<byte> text, int start)
    {
        var end = start + Utf8.LengthFromFirst(text[start]);
        while (end < text.Length && !Begins(Utf8.Decode(text, end, out var length)))
            end += length;
        return end;
    }

    /// <summary>Whether nothing before a code point can influence it: it neither composes nor is sorted.</summary>
    private static bool Begins(int codePoint)
    {
        if (codePoint < 0x300)
            return true;
        var facts = UnicodeTables.Facts(codePoint);
        if (facts.CombiningClass != 0 || facts.ComposesWithPrevious)
            return false;
        if (!facts.HasCompatibilityDecomposition && !facts.HasCanonicalDecomposition)
            return true;

        // What it decomposes into may begin with a mark.
        var part = new TextBuffer();
        Span<byte> utf8 = stackalloc byte[4];
        part.Set(utf8[..Utf8.Encode(codePoint, utf8)], isAtTextStart: false);
        UnicodeNormalization.Apply(part, NormalizationForm.Nfkd);
        return part.Length > 0 && UnicodeTables.Facts(Utf8.Decode(part.Bytes, 0, out _)).CombiningClass == 0;
    }
}
