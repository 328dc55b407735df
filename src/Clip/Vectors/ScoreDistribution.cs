namespace Clip;

/// <summary>
/// The distribution of one query's scores over everything that was searched. A cosine by itself says little: what is
/// high for one query and model is low for another. The distribution turns it into a probability or a distance from the
/// mean.
/// </summary>
/// <param name="Count">The number of scores.</param>
/// <param name="Mean">Their mean; 0 where there are none.</param>
/// <param name="Deviation">Their standard deviation, of the population and not of a sample.</param>
/// <param name="Logits">The logit scale of the model.</param>
/// <param name="LogSum">The logarithm of the sum of the exponentials of scale × score: softmax's denominator.</param>
public readonly record struct ScoreDistribution(
    long Count, double Mean, double Deviation, LogitScale Logits, double LogSum)
{
    /// <summary>
    /// The probability, from 0 to 1, that the model gives to an entry: its share among all entries (softmax), or, of a
    /// model with a bias, the probability that this entry matches, whatever the others do (sigmoid).
    /// </summary>
    /// <param name="cosine">The entry's score.</param>
    public double Probability(double cosine) => Logits.Bias is { } bias
        ? 1 / (1 + Math.Exp(-(Logits.Scale * cosine + bias)))
        : Math.Min(1, Math.Exp(Logits.Scale * cosine - LogSum));

    /// <summary>How many standard deviations a score lies above the mean; 0 where all scores are equal.</summary>
    /// <param name="cosine">The entry's score.</param>
    public double ZScore(double cosine) => Deviation > 0 ? (cosine - Mean) / Deviation : 0;

    /// <summary>The distribution of these scores together with others of the same query and model.</summary>
    internal ScoreDistribution With(ScoreDistribution more)
    {
        if (Count == 0 || more.Count == 0)
            return Count == 0 ? more : this;
        var count = Count + more.Count;
        var apart = more.Mean - Mean;
        var squares = (Deviation * Deviation * Count) + (more.Deviation * more.Deviation * more.Count)
            + (apart * apart * Count * more.Count / count);
        var highest = Math.Max(LogSum, more.LogSum);
        return new ScoreDistribution(
            count, Mean + (apart * more.Count / count), Math.Sqrt(squares / count), Logits,
            highest + Math.Log(Math.Exp(LogSum - highest) + Math.Exp(more.LogSum - highest)));
    }
}
