using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>
/// What happens to activations before they are rounded: <c>(X − Shift) / Factor</c> per channel. A few channels of a
/// trained transformer are much larger than the others, and some are far from 0 for every token, so that one scale for
/// all would leave the others little. The weights and the bias undo it. Sources: SmoothQuant (Xiao et al. 2022, with
/// α = 1/2), and for the shift Outlier Suppression+ (Wei et al. 2023).
/// </summary>
/// <param name="Shifts">What is subtracted.</param>
/// <param name="Factors">What the difference is divided by, and the rows of the weights multiplied by.</param>
/// <param name="IsPositive">Whether no result is less than 0.</param>
internal sealed record ChannelTransform(float[] Shifts, float[] Factors, bool IsPositive)
{
    private const float Smallest = 1e-5f;

    /// <summary>The transform of the input of several products.</summary>
    /// <param name="channels">The values that it had in the sample.</param>
    /// <param name="producer">What computes it; null for an input of the graph.</param>
    /// <param name="weights">The weights of the products, each [channels, columns], row by row.</param>
    public static ChannelTransform Of(
        ActivationRanges.Channels channels, EditedNode? producer, IEnumerable<float[]> weights)
    {
        var width = channels.Least.Length;
        var least = LeastOf(producer);
        float[] shifts = least is { } bound ? [.. Enumerable.Repeat(bound, width)] : channels.Means;
        var largest = new float[width];
        foreach (var matrix in weights)
        {
            var columns = matrix.Length / width;
            for (var row = 0; row < width; row++)
            {
                foreach (var weight in matrix.AsSpan(row * columns, columns))
                    largest[row] = Math.Max(largest[row], Math.Abs(weight));
            }
        }
        var factors = new float[width];
        for (var i = 0; i < width; i++)
        {
            var range = Math.Max(channels.Largest[i] - shifts[i], shifts[i] - channels.Least[i]);
            factors[i] = MathF.Sqrt(Math.Max(range, Smallest) / Math.Max(largest[i], Smallest));
            // A channel that the sample never used, or one beyond all measure, is left as it is.
            if (!float.IsNormal(factors[i]) || !float.IsFinite(shifts[i]) || range == 0)
                (shifts[i], factors[i]) = (float.IsFinite(shifts[i]) ? shifts[i] : 0, 1);
        }
        return new ChannelTransform(shifts, factors, least is not null);
    }

    /// <summary>The means of the results.</summary>
    public float[] Apply(float[] values) =>
        [.. values.Select((value, i) => (value - Shifts[i]) / Factors[i])];

    /// <summary>What no result of an activation function is less than; null for other operations.</summary>
    private static float? LeastOf(EditedNode? node) => node?.Operation switch
    {
        // The minimum of x · sigmoid(x) is −0.27847, that of x · sigmoid(αx) the same divided by α.
        "QuickGelu" => -0.2785f / node.Number("alpha", 1.702f),
        "Gelu" or "BiasGelu" or "FastGelu" => -0.1701f,
        "Relu" => 0,
        _ => null,
    };
}
