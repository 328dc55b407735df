using System.Buffers;

namespace Clip.Text.Unicode;

/// <summary>
/// Unicode normalization (Unicode Standard Annex 15) with the reference's tables: decompose, sort combining marks by
/// class, compose.
/// </summary>
internal static class UnicodeNormalization
{
    private const int ClassShift = 24;
    private const uint CodePointMask = (1u << ClassShift) - 1;

    /// <summary>Rewrites a text in a normalization form.</summary>
    public static void Apply(TextBuffer text, NormalizationForm form)
    {
        if (IsUnchanged(text.Bytes, form))
            return;
        var origin = text.OriginLength > 0 ? LengthOf(text.Bytes[..text.OriginLength], form) : 0;
        var marked = new CodePointList(text.Length);
        try
        {
            Decompose(text.Bytes, form is NormalizationForm.Nfkc or NormalizationForm.Nfkd, ref marked);
            SortMarks(marked.Items);
            var kept = marked.Items;
            if (form is NormalizationForm.Nfc or NormalizationForm.Nfkc)
                kept = kept[..Compose(kept)];
            var result = text.BeginRewrite();
            foreach (var item in kept)
                result.AppendCodePoint((int)(item & CodePointMask));
            if (text.IsTraced)
                NormalizationTrace.Record(text, result.Length, form);
            text.Accept(origin == 0 ? 0 : Math.Max(origin, Utf8.LengthFromFirst(result.Span[0])));
        }
        finally
        {
            marked.Return();
        }
    }

    /// <summary>The length of a text in a normalization form.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text, NormalizationForm form)
    {
        var buffer = new TextBuffer();
        buffer.Set(text, isAtTextStart: false);
        Apply(buffer, form);
        return buffer.Length;
    }

    /// <summary>
    /// A quick check that most texts in the form pass. True is certain; false means that the text may change.
    /// </summary>
    private static bool IsUnchanged(ReadOnlySpan<byte> text, NormalizationForm form)
    {
        var index = text.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        if (index < 0)
            return true;
        while (index < text.Length)
        {
            var codePoint = Utf8.Decode(text, index, out var length);
            index += length;
            if (codePoint < 0x80)
                continue;
            var facts = UnicodeTables.Facts(codePoint);
            var mayChange = form switch
            {
                NormalizationForm.Nfc => facts.ChangesUnderNfc || facts.ComposesWithPrevious,
                NormalizationForm.Nfkc => facts.ChangesUnderNfkc || facts.ComposesWithPrevious,
                NormalizationForm.Nfd => facts.HasCanonicalDecomposition,
                _ => facts.HasCompatibilityDecomposition,
            };
            if (mayChange || facts.CombiningClass != 0)
                return false;
        }

        return true;
    }

    private static void Decompose(ReadOnlySpan<byte> text, bool compatibility, ref CodePointList result)
    {
        for (var index = 0; index < text.Length;)
        {
            var codePoint = Utf8.Decode(text, index, out var length);
            index += length;
            if (codePoint < 0x80)
            {
                result.Add((uint)codePoint);
                continue;
            }

            var facts = UnicodeTables.Facts(codePoint);
            if (!(compatibility ? facts.HasCompatibilityDecomposition : facts.HasCanonicalDecomposition))
            {
                result.Add((uint)codePoint | (uint)facts.CombiningClass << ClassShift);
                continue;
            }

            if (Hangul.IsSyllable(codePoint))
            {
                Hangul.Decompose(codePoint, out var leading, out var vowel, out var trailing);
                result.Add((uint)leading);
                result.Add((uint)vowel);
                if (trailing != 0)
                    result.Add((uint)trailing);
                continue;
            }

            var mapping = (compatibility ? UnicodeTables.Compatibility : UnicodeTables.Canonical).Find(codePoint);
            for (var part = 0; part < mapping.Length;)
            {
                var partPoint = Utf8.Decode(mapping, part, out length);
                part += length;
                result.Add((uint)partPoint | (uint)UnicodeTables.Facts(partPoint).CombiningClass << ClassShift);
            }
        }
    }

    /// <summary>Sorts each run of marks (combining class other than 0) by class, stably.</summary>
    private static void SortMarks(Span<uint> items)
    {
        for (var start = 0; start < items.Length; start++)
        {
            if (items[start] >> ClassShift == 0)
                continue;
            var end = start + 1;
            while (end < items.Length && items[end] >> ClassShift != 0)
                end++;
            SortRun(items[start..end]);
            start = end;
        }
    }

    private static void SortRun(Span<uint> run)
    {
        if (run.Length > 32)
        {
            // A hostile text can be a single run of marks: sorting by class and position is stable and n log n.
            var keys = new ulong[run.Length];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = (ulong)(run[i] >> ClassShift) << 32 | (uint)i;
            var copy = run.ToArray();
            Array.Sort(keys);
            for (var i = 0; i < keys.Length; i++)
                run[i] = copy[(uint)keys[i]];
            return;
        }

        for (var i = 1; i < run.Length; i++)
        {
            var item = run[i];
            var target = i;
            for (; target > 0 && run[target - 1] >> ClassShift > item >> ClassShift; target--)
                run[target] = run[target - 1];
            run[target] = item;
        }
    }

    /// <summary>Composes in place and returns the new length.</summary>
    private static int Compose(Span<uint> items)
    {
        var starter = -1;
        var written = 0;
        uint lastClass = 0;
        foreach (var item in items)
        {
            var combiningClass = item >> ClassShift;
            var adjacent = starter == written - 1;
            if (starter >= 0 && (adjacent || (lastClass < combiningClass && lastClass != 0)))
            {
                var composite = ComposePair((int)(items[starter] & CodePointMask), (int)(item & CodePointMask));
                if (composite >= 0)
                {
                    items[starter] = (uint)composite;
                    continue;
                }
            }

            if (combiningClass == 0)
                starter = written;
            lastClass = combiningClass;
            items[written++] = item;
        }

        return written;
    }

    private static int ComposePair(int first, int second)
    {
        var syllable = Hangul.Compose(first, second);
        return syllable >= 0 ? syllable : UnicodeTables.Compose(first, second);
    }

    /// <summary>Code points with their combining classes, in a pooled array.</summary>
    private ref struct CodePointList(int capacity)
    {
        private uint[] _items = ArrayPool<uint>.Shared.Rent(capacity);
        private int _count;

        public readonly Span<uint> Items => _items.AsSpan(0, _count);

        public void Add(uint item)
        {
            if (_count == _items.Length)
            {
                var larger = ArrayPool<uint>.Shared.Rent(_count * 2);
                Items.CopyTo(larger);
                ArrayPool<uint>.Shared.Return(_items);
                _items = larger;
            }

            _items[_count++] = item;
        }

        public readonly void Return() => ArrayPool<uint>.Shared.Return(_items);
    }
}
