namespace Clip.Models.Quantization;

/// <summary>
/// Factors that move a part of the differences between channels from the activations, where one scale serves many of
/// them, into the weights. Source: SmoothQuant, Xiao et al. 2022, with α = 1/2.
/// </summary>
internal static class Smoothing
{
    private const float Smallest = 1e-5f;

    /// <summary>What activations are divided by and the rows of weights multiplied by.</summary>
    /// <param name="activations">The largest absolute value of each channel.</param>
    /// <param name="weights">The weights of the products that take them, each [channels, columns], row by row.</param>
    public static float[] Factors(ReadOnlySpan<float> activations, IEnumerable<float[]> weights)
    {
        var largest = new float[activations.Length];
        foreach (var matrix in weights)
        {
            var columns = matrix.Length / largest.Length;
            for (var row = 0; row < largest.Length; row++)
            {
                foreach (var weight in matrix.AsSpan(row * columns, columns))
                    largest[row] = Math.Max(largest[row], Math.Abs(weight));
            }
        }
        var factors = new float[largest.Length];
        for (var i = 0; i < factors.Length; i++)
        {
            factors[i] = MathF.Sqrt(Math.Max(activations[i], Smallest) / Math.Max(largest[i], Smallest));
            // A channel that the sample never used, or one beyond all measure, is left as it is.
            if (!float.IsNormal(factors[i]) || activations[i] == 0)
                factors[i] = 1;
        }
        return factors;
    }
}
