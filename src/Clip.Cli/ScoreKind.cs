using Clip.Vectors;

namespace Clip.Cli;

/// <summary>What a score tells.</summary>
internal enum ScoreKind
{
    /// <summary>The cosine with the query, from -1 to 1.</summary>
    Cosine,

    /// <summary>The probability that the model gives it, from 0 to 1.</summary>
    Probability,

    /// <summary>How many standard deviations it lies above the mean of everything searched.</summary>
    ZScore,
}

/// <summary>Turns cosines into the scores that the user asked for, and tells which are good enough to be shown.</summary>
/// <param name="Kind">What the scores tell.</param>
/// <param name="Minimum">The least score that is shown, in the same terms.</param>
/// <param name="Distribution">What the query scored over everything; not read for cosines.</param>
internal readonly record struct ShownScores(ScoreKind Kind, float Minimum, ScoreDistribution Distribution)
{
    /// <summary>The score to show for a cosine, or null where it is too low.</summary>
    public float? Of(float cosine)
    {
        var score = Kind switch
        {
            ScoreKind.Probability => (float)Distribution.Probability(cosine),
            ScoreKind.ZScore => (float)Distribution.ZScore(cosine),
            _ => cosine,
        };
        return score >= Minimum ? score : null;
    }
}
