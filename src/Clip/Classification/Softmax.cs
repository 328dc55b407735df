namespace Clip.Classification;

/// <summary>Turns logits into probabilities, in place.</summary>
internal static class Softmax
{
    /// <summary>Shares that sum to 1. The largest logit is subtracted first, so that none overflows.</summary>
    public static void Apply(Span<double> logits)
    {
        var largest = logits[IndexOfMax(logits)];
        var sum = 0.0;
        foreach (ref var value in logits)
        {
            value = Math.Exp(value - largest);
            sum += value;
        }
        foreach (ref var value in logits)
            value /= sum;
    }

    /// <summary>Each by itself.</summary>
    public static void ApplySigmoid(Span<double> logits)
    {
        foreach (ref var value in logits)
            value = 1 / (1 + Math.Exp(-value));
    }

    /// <summary>The logarithm of the sum of the exponentials.</summary>
    public static double LogSum(ReadOnlySpan<double> logits)
    {
        var largest = logits[IndexOfMax(logits)];
        var sum = 0.0;
        foreach (var value in logits)
            sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>The position of the largest value; the first of equal ones.</summary>
    public static int IndexOfMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }
}
