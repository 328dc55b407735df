namespace Clip.Text.Unicode;

/// <summary>
/// User-perceived characters (Unicode Standard Annex 29, extended grapheme clusters). Rule GB9c for Indic conjuncts is
/// omitted: they are longer than the clusters that the only caller looks up.
/// </summary>
internal static class GraphemeClusters
{
    /// <summary>The end of the cluster that begins at <paramref name="start"/>.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        var codePoint = Utf8.Decode(text, start, out var length);
        var end = start + length;
        if (end < text.Length && codePoint is >= 0x20 and < 0x7F && text[end] is >= 0x20 and < 0x7F)
            return end;
        var facts = UnicodeTables.Facts(codePoint);
        var (before, flags) = (facts.Grapheme, facts.Grapheme == GraphemeClass.RegionalIndicator ? 1 : 0);
        var emoji = facts.IsExtendedPictographic;
        while (end < text.Length)
        {
            facts = UnicodeTables.Facts(Utf8.Decode(text, end, out length));
            var after = facts.Grapheme;
            var joins = Joins(before, after)
                || (before == GraphemeClass.ZWJ && emoji && facts.IsExtendedPictographic)
                || (before == GraphemeClass.RegionalIndicator && before == after && flags % 2 == 1);
            if (!joins)
                break;
            flags += after == GraphemeClass.RegionalIndicator ? 1 : 0;
            emoji = facts.IsExtendedPictographic || (emoji && after is GraphemeClass.Extend or GraphemeClass.ZWJ);
            before = after;
            end += length;
        }

        return end;
    }

    private static bool Joins(GraphemeClass before, GraphemeClass after) => (before, after) switch
    {
        (GraphemeClass.CR, GraphemeClass.LF) => true,
        (GraphemeClass.CR or GraphemeClass.LF or GraphemeClass.Control, _) => false,
        (_, GraphemeClass.CR or GraphemeClass.LF or GraphemeClass.Control) => false,
        (GraphemeClass.L, GraphemeClass.L or GraphemeClass.V or GraphemeClass.LV or GraphemeClass.LVT) => true,
        (GraphemeClass.LV or GraphemeClass.V, GraphemeClass.V or GraphemeClass.T) => true,
        (GraphemeClass.LVT or GraphemeClass.T, GraphemeClass.T) => true,
        (_, GraphemeClass.Extend or GraphemeClass.ZWJ or GraphemeClass.SpacingMark) => true,
        (GraphemeClass.Prepend, _) => true,
        _ => false,
    };
}
