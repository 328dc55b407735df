using Clip.Cli.Options;
using Clip.Vectors;

namespace Clip.Cli.Printing;

/// <summary>Converts cosines to the scores that the user asked for, and finds out which are good enough to be shown.</summary>
/// <param name="Kind">What the scores mean.</param>
/// <param name="Minimum">The lowest score that is shown, of the same kind.</param>
/// <param name="Distribution">The scores of the query over everything searched; not used for cosines.</param>
internal readonly record struct ShownScores(ScoreKind Kind, float Minimum, ScoreDistribution Distribution)
{
    /// <summary>How to show the scores of one query.</summary>
    /// <param name="settings">What the command line asks for.</param>
    /// <param name="measure">Reads all scores; called only where their distribution is needed.</param>
    public static ShownScores Of(ResultSettings settings, Func<ScoreDistribution> measure) =>
        new(settings.Score, settings.Minimum, settings.Score == ScoreKind.Cosine ? default : measure());

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
