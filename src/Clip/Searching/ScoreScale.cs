namespace Clip.Searching;

/// <summary>Converts cosines to the kind of score that a request asks for.</summary>
/// <param name="Kind">The kind of score.</param>
/// <param name="Minimum">The lowest score to keep, in the same unit; null keeps all.</param>
/// <param name="Distribution">How the query's cosines are distributed; null where cosines are asked for.</param>
internal readonly record struct ScoreScale(ScoreKind Kind, float? Minimum, ScoreDistribution? Distribution)
{
    /// <param name="kind">The kind of score.</param>
    /// <param name="minimum">The lowest score to keep.</param>
    /// <param name="measure">Scans all cosines; called only if the kind of score depends on their distribution.</param>
    public static ScoreScale Of(ScoreKind kind, float? minimum, Func<ScoreDistribution> measure) =>
        new(kind, minimum, kind == ScoreKind.Cosine ? null : measure());

    /// <summary>Keeps the answers whose score reaches the minimum, in their order, and counts the rest.</summary>
    public (List<THit> Kept, int BelowMinimum) Keep<THit>(IReadOnlyList<THit> hits, Func<THit, float> cosineOf)
    {
        List<THit> kept = [];
        foreach (var hit in hits)
        {
            if (Convert(cosineOf(hit)) >= (Minimum ?? float.NegativeInfinity))
                kept.Add(hit);
        }
        return (kept, hits.Count - kept.Count);
    }

    /// <summary>The score of a cosine.</summary>
    public float Convert(float cosine) => Kind switch
    {
        ScoreKind.Probability => (float)Distribution!.Value.Probability(cosine),
        ScoreKind.ZScore => (float)Distribution!.Value.ZScore(cosine),
        _ => cosine,
    };
}
