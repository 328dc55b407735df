namespace Clip.Searching;

/// <summary>Puts pictures that were ranked into an order in which neighbors differ.</summary>
internal static class DiverseRanking
{
    /// <summary>How many of the nearest pictures are considered, at least; further ones keep their order.</summary>
    public const int Depth = 1000;

    /// <param name="ranked">The pictures, best first.</param>
    /// <param name="diversity">0 changes nothing, 1 ignores the query after the first picture.</param>
    /// <param name="count">How many are wanted.</param>
    public static List<RankedPicture> Order(IReadOnlyList<RankedPicture> ranked, double diversity, int count)
    {
        List<RankedPicture> candidates = [];
        List<float[]> vectors = [];
        foreach (var picture in ranked.Take(Depth))
        {
            var vector = new float[picture.Key.Index.Model.Dimensions];
            if (!picture.Key.Index.ReadVector(picture.Key.Entry, vector))
                continue;
            candidates.Add(picture);
            vectors.Add(vector);
        }
        var order = MarginalRelevance.Order(
            candidates.ConvertAll(static picture => (double)picture.Cosine), vectors, 1 - diversity, count);
        return [.. order.Select(i => candidates[i]), .. ranked.Skip(Depth)];
    }
}
