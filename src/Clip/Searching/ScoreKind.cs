namespace Clip;

/// <summary>What the score of an answer means. The order of answers is the same for every kind.</summary>
public enum ScoreKind
{
    /// <summary>The cosine with the query, from -1 to 1.</summary>
    Cosine,

    /// <summary>The probability that the model assigns to the answer, among everything searched, from 0 to 1.</summary>
    Probability,

    /// <summary>The number of standard deviations above the mean of everything searched.</summary>
    ZScore,
}
