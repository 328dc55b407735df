namespace Clip.Cli.Options;

/// <summary>What a score means.</summary>
internal enum ScoreKind
{
    /// <summary>The cosine with the query, from -1 to 1.</summary>
    Cosine,

    /// <summary>The probability that the model gives it, from 0 to 1.</summary>
    Probability,

    /// <summary>How many standard deviations it lies above the mean of everything searched.</summary>
    ZScore,
}
