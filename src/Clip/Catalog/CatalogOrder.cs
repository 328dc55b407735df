namespace Clip.Catalog;

/// <summary>The order in which the catalog keeps texts such as paths.</summary>
internal static class CatalogOrder
{
    /// <summary>
    /// Compares two texts by their UTF-8 bytes, and so by their code points, in which surrogates come after all
    /// characters of 16 bits.
    /// </summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        return Place(left[same]).CompareTo(Place(right[same]));

        static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
