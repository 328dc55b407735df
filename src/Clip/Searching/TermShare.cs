namespace Clip;

/// <summary>How much one term of a query contributes to the cosine of an answer.</summary>
/// <param name="Term">The term.</param>
/// <param name="Cosine">The cosine of the answer with this term alone, from -1 to 1.</param>
/// <param name="Share">
/// The part of <see cref="FoundPicture.Cosine"/> that comes from this term: weight × <see cref="Factor"/> × cosine,
/// divided by the length of the weighted sum of all terms. The shares of all terms sum to the cosine of the answer, up
/// to the rounding of 32-bit floats.
/// </param>
public sealed record TermShare(QueryTerm Term, double Cosine, double Share)
{
    /// <summary>What balancing the query multiplied the term's weight by; 1 without.</summary>
    public double Factor { get; init; } = 1;
}
