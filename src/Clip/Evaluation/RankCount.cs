using System.Numerics.Tensors;

namespace Clip.Evaluation;

/// <summary>
/// Counts the answers that are better than the right one. Scores are dot products in 32 bits; those too near to the
/// right one's to be told apart are computed again in 64.
/// </summary>
internal static class RankCount
{
    // More than the rounding of a 32-bit dot product of unit vectors with thousands of dimensions.
    private const double Near = 1e-4;

    /// <summary>The rank of the right answer, and whether a wrong one has its very score.</summary>
    /// <param name="query">The query.</param>
    /// <param name="answers">All answers.</param>
    /// <param name="right">The numbers of the right ones; the best of them counts.</param>
    public static (int Rank, bool IsTied) Of(
        float[] query, IReadOnlyList<float[]> answers, IReadOnlyList<int> right)
    {
        var best = right.Max(answer => Exact(query, answers[answer]));
        var (better, tied) = (0, false);
        for (var i = 0; i < answers.Count; i++)
        {
            var score = (double)TensorPrimitives.Dot<float>(query, answers[i]);
            if (score < best - Near)
                continue;
            if (score <= best + Near)
                score = Exact(query, answers[i]);
            if (score > best)
                better++;
            else if (score == best && !right.Contains(i))
                tied = true;
        }
        return (better + 1, tied);
    }

    /// <summary>The dot product, summed in double precision.</summary>
    public static double Exact(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
