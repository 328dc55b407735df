namespace Clip.Searching;

/// <summary>
/// Orders pictures of equal score as one index with all of them would: copies in several indexes are one picture there,
/// so they follow each other, in the place of the first.
/// </summary>
internal static class TiedPictures
{
    /// <param name="ranked">
    /// The pictures of several indexes, best first; of equal scores those of the first index first.
    /// </param>
    public static List<RankedPicture> Order(List<RankedPicture> ranked)
    {
        for (var start = 0; start < ranked.Count;)
        {
            var end = start + 1;
            while (end < ranked.Count && ranked[end].Cosine.Equals(ranked[start].Cosine))
                end++;
            // Two of them can only be neighbors, and one index has no copies.
            if (end - start > 2 && ranked[end - 1].Key.Index != ranked[start].Key.Index)
                Order(ranked, start, end - start);
            start = end;
        }
        return ranked;
    }

    private static void Order(List<RankedPicture> ranked, int start, int count)
    {
        var tied = ranked.GetRange(start, count);
        var ordered = tied.GroupBy(ContentOf).SelectMany(static copies => copies).ToList();
        for (var i = 0; i < count; i++)
            ranked[start + i] = ordered[i];
    }

    private static UInt128 ContentOf(RankedPicture picture)
    {
        var (index, entry) = picture.Key;
        var path = index.PathsOf([entry], filter: null).Select(static file => file.Path).FirstOrDefault();
        return path is null ? default : index.FindFile(path)?.Hash ?? default;
    }
}
