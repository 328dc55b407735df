using System.Globalization;

namespace Clip.Vectors;

/// <summary>One part of a query: a text or a picture, and its weight.</summary>
/// <param name="Value">The text, or the picture's path or URL.</param>
/// <param name="IsPicture">Whether <paramref name="Value"/> names a picture.</param>
/// <param name="Weight">Its share in the mix; negative to move away from it.</param>
public sealed record QueryTerm(string Value, bool IsPicture, double Weight = 1);

/// <summary>A text, a picture, or a weighted mix of both.</summary>
/// <example><c>2:golden retriever + ./pool.jpg - people</c></example>
public sealed record Query(IReadOnlyList<QueryTerm> Terms)
{
    /// <summary>
    /// Parses a query from the arguments of a command line: terms joined by the arguments <c>+</c> and <c>-</c>, each
    /// with an optional weight in front (<c>2:</c>, <c>0.5:</c>). Consecutive words form one text.
    /// </summary>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="isPicture">Whether an argument names a picture.</param>
    /// <exception cref="ClipException">The query is empty, or an operator has nothing to join.</exception>
    public static Query Parse(IReadOnlyList<string> arguments, Func<string, bool> isPicture)
    {
        List<QueryTerm> terms = [];
        List<string> words = [];
        var sign = 1;
        for (var i = 0; i < arguments.Count; i++)
        {
            // A single minus without a term before it or after it is standard input.
            var isOperator = arguments[i] is "+" || (arguments[i] is "-" && words.Count > 0 && i + 1 < arguments.Count);
            if (!isOperator)
            {
                words.Add(arguments[i]);
                continue;
            }
            terms.Add(Term(words, sign, isPicture, arguments[i]));
            words.Clear();
            sign = arguments[i] == "+" ? 1 : -1;
        }
        terms.Add(Term(words, sign, isPicture, "the query"));
        return new Query(terms);
    }

    /// <summary>The unit vector of the mix: the weighted sum of the terms' unit vectors.</summary>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="encode">Encodes one term as a unit vector.</param>
    /// <exception cref="ClipException">The terms cancel each other out.</exception>
    public float[] Encode(int dimension, Func<QueryTerm, float[]> encode)
    {
        if (Terms is [{ Weight: 1 } only])
            return encode(only);

        var sum = new double[dimension];
        foreach (var term in Terms)
        {
            var vector = encode(term);
            for (var i = 0; i < dimension; i++)
                sum[i] += term.Weight * vector[i];
        }
        var length = Math.Sqrt(sum.Sum(static value => value * value));
        if (length < 1e-6)
            throw new ClipException("the query", "its terms cancel each other out", "change a weight");
        return Array.ConvertAll(sum, value => (float)(value / length));
    }

    private static QueryTerm Term(List<string> words, int sign, Func<string, bool> isPicture, string where)
    {
        var value = string.Join(' ', words);
        if (words.Count == 1 && isPicture(value))
            return new QueryTerm(value, IsPicture: true, sign);

        var (weight, rest) = SplitWeight(value);
        if (string.IsNullOrWhiteSpace(rest))
        {
            throw new ClipException(
                where, words.Count == 0 ? "lacks a term" : "is empty",
                "give a text or a picture, for example: \"a dog\"");
        }
        // Only a single argument can be a file, whose name may contain blanks.
        var picture = words.Count == 1 && isPicture(rest);
        return new QueryTerm(rest, picture, sign * weight);
    }

    /// <summary>
    /// Splits <c>2:golden retriever</c> into its weight and its text. A text such as <c>10:30 train</c> is written
    /// <c>1:10:30 train</c>.
    /// </summary>
    private static (double Weight, string Value) SplitWeight(string value)
    {
        var colon = value.IndexOf(':');
        if (colon > 0
            && double.TryParse(
                value.AsSpan(0, colon), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && double.IsFinite(weight))
            return (weight, value[(colon + 1)..].TrimStart());
        return (1, value);
    }
}
