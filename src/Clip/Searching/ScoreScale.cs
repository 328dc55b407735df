using Clip.Vectors;

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

    /// <summary>
    /// Keeps the answers that reach the minimum and counts the rest. Every kind of score falls with the cosine, so the
    /// first answer below the minimum ends the list.
    /// </summary>
    public (List<TAnswer> Kept, int BelowMinimum) Keep<THit, TAnswer>(
        IReadOnlyList<THit> hits, Func<THit, float> cosineOf, Func<THit, float, TAnswer> answerOf)
    {
        List<TAnswer> kept = [];
        foreach (var hit in hits)
        {
            var score = Convert(cosineOf(hit));
            if (!(score >= (Minimum ?? float.NegativeInfinity)))
                break;
            kept.Add(answerOf(hit, score));
        }
        return (kept, hits.Count - kept.Count);
    }

    private float Convert(float cosine) => Kind switch
    {
        ScoreKind.Probability => (float)Distribution!.Value.Probability(cosine),
        ScoreKind.ZScore => (float)Distribution!.Value.ZScore(cosine),
        _ => cosine,
    };
}
