namespace Clip.Searching;

/// <summary>A term of a query and its embedding.</summary>
internal readonly record struct EncodedTerm(QueryTerm Term, float[] Vector)
{
    /// <summary>A factor of the term's weight.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>What the term's unit vector is multiplied by.</summary>
    public double Weight => Term.Weight * Factor;
}

/// <summary>The embedding of a query: the weighted sum of its terms' unit vectors, scaled to unit length.</summary>
internal sealed class QueryMix
{
    // Far above rounding errors and far below the length of any mix that has a direction.
    private const double ShortestLength = 1e-6;

    private readonly IReadOnlyList<EncodedTerm> _terms;
    private readonly double _length;

    private QueryMix(IReadOnlyList<EncodedTerm> terms, float[] vector, double length)
    {
        _terms = terms;
        _length = length;
        Vector = vector;
    }

    /// <summary>The unit vector.</summary>
    public float[] Vector { get; }

    /// <summary>The terms.</summary>
    public IReadOnlyList<EncodedTerm> Terms => _terms;

    /// <exception cref="SearchException">There is no term, or the terms cancel each other out.</exception>
    public static QueryMix Of(IReadOnlyList<EncodedTerm> terms)
    {
        if (terms.Count == 0)
            throw SearchException.MissingTerm("the query");
        // Scaling a unit vector to unit length would only add rounding errors.
        if (terms is [{ Weight: 1 } only])
            return new QueryMix(terms, only.Vector, 1);

        var sum = new double[terms[0].Vector.Length];
        foreach (var term in terms)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += term.Weight * term.Vector[i];
        }
        var length = Math.Sqrt(sum.Sum(static value => value * value));
        // Also true for a weight that is not a number.
        if (!(length >= ShortestLength))
            throw SearchException.TermsCancelOut();
        return new QueryMix(terms, Array.ConvertAll(sum, value => (float)(value / length)), length);
    }

    /// <summary>
    /// The same terms, each weight divided by how much the scores of its term vary, so that a term whose scores spread
    /// widely does not decide alone. The mean factor is 1.
    /// </summary>
    /// <param name="measure">Measures the scores of a unit vector.</param>
    /// <exception cref="SearchException">The terms cancel each other out.</exception>
    public QueryMix Balanced(Func<float[], ScoreDistribution> measure)
    {
        var spreads = _terms.Select(term => measure(term.Vector).Deviation).ToList();
        // Where scores do not vary, as over one picture, there is nothing to balance.
        if (_terms.Count == 1 || spreads.Exists(static spread => !(spread > 0)))
            return this;
        var mean = spreads.Average(static spread => 1 / spread);
        return Of([.. _terms.Select((term, i) => term with { Factor = 1 / spreads[i] / mean })]);
    }

    /// <summary>How much each term adds to the cosine with a unit vector; the shares sum to the cosine.</summary>
    public IReadOnlyList<TermShare> Explain(ReadOnlySpan<float> vector)
    {
        var shares = new TermShare[_terms.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            var cosine = Dot(_terms[i].Vector, vector);
            shares[i] = new TermShare(_terms[i].Term, cosine, _terms[i].Weight * cosine / _length)
            {
                Factor = _terms[i].Factor,
            };
        }
        return shares;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
