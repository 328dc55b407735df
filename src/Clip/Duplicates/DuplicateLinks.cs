namespace Clip.Duplicates;

/// <summary>Two pictures that belong together.</summary>
/// <param name="A">A picture.</param>
/// <param name="B">Another, with a larger number.</param>
/// <param name="Score">How like they are.</param>
/// <param name="IsBurst">Whether they were taken one after the other, and are no copies.</param>
internal readonly record struct DuplicateLink(int A, int B, double Score, bool IsBurst);

/// <summary>Finds pairs of copies among pictures.</summary>
internal static class DuplicateLinks
{
    /// <summary>All pairs that are like enough.</summary>
    /// <param name="fingerprints">Of each picture; null where it could not be decoded.</param>
    /// <param name="vectors">The embeddings, one after the other.</param>
    /// <param name="dimensions">Dimensions per embedding.</param>
    /// <param name="threshold">The least score.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public static IReadOnlyList<DuplicateLink> Find(
        PictureFingerprint?[] fingerprints, ReadOnlyMemory<float> vectors, int dimensions, double threshold,
        CancellationToken cancellationToken)
    {
        var found = new List<DuplicateLink>[fingerprints.Length];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, fingerprints.Length, options, a =>
        {
            if (fingerprints[a] is not { } first)
                return;
            for (var b = a + 1; b < fingerprints.Length; b++)
            {
                if (fingerprints[b] is not { } second
                    || PictureFingerprint.SimilarityOfHashes(first, second) < threshold)
                {
                    continue;
                }
                var score = PictureFingerprint.Similarity(first, second, Cosine(vectors.Span, dimensions, a, b));
                if (score >= threshold)
                    (found[a] ??= []).Add(new DuplicateLink(a, b, Math.Min(score, 1), IsBurst: false));
            }
        });
        return [.. found.Where(static links => links is not null).SelectMany(static links => links)];
    }

    /// <summary>Pictures that one camera took one after the other, and that show nearly the same.</summary>
    /// <param name="taken">When and with which camera each picture was taken; null where it does not say.</param>
    /// <param name="vectors">The embeddings, one after the other.</param>
    /// <param name="dimensions">Dimensions per embedding.</param>
    /// <param name="gap">The longest time between two.</param>
    /// <param name="least">The least cosine between two.</param>
    public static IEnumerable<DuplicateLink> FindBursts(
        (DateTime Time, string Camera)?[] taken, ReadOnlyMemory<float> vectors, int dimensions, TimeSpan gap,
        double least)
    {
        var order = Enumerable.Range(0, taken.Length).Where(picture => taken[picture] is not null)
            .OrderBy(picture => taken[picture]!.Value.Camera, StringComparer.Ordinal)
            .ThenBy(picture => taken[picture]!.Value.Time).ThenBy(static picture => picture).ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            var (a, b) = (order[i - 1], order[i]);
            var ((before, camera), (after, other)) = (taken[a]!.Value, taken[b]!.Value);
            if (camera != other || after - before > gap)
                continue;
            var cosine = Cosine(vectors.Span, dimensions, a, b);
            if (cosine >= least)
                yield return new DuplicateLink(Math.Min(a, b), Math.Max(a, b), cosine, IsBurst: true);
        }
    }

    private static double Cosine(ReadOnlySpan<float> vectors, int dimensions, int a, int b)
    {
        var (first, second) = (a * dimensions, b * dimensions);
        double product = 0;
        for (var i = 0; i < dimensions; i++)
            product += (double)vectors[first + i] * vectors[second + i];
        return product;
    }
}
