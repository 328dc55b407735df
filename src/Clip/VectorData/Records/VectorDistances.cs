using System.Numerics.Tensors;

namespace Clip.VectorData.Records;

/// <summary>The distance of two vectors of one length.</summary>
/// <param name="a">A vector.</param>
/// <param name="b">Another.</param>
/// <param name="difference">Room for their difference.</param>
internal delegate float VectorDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference);

/// <summary>The distances that are not computed from a dot product.</summary>
internal static class VectorDistances
{
    /// <summary>The length of the difference.</summary>
    public static float Euclidean(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference) =>
        MathF.Sqrt(EuclideanSquared(a, b, difference));

    /// <summary>The squared length of the difference.</summary>
    public static float EuclideanSquared(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference)
    {
        TensorPrimitives.Subtract(a, b, difference);
        return TensorPrimitives.SumOfSquares(difference);
    }

    /// <summary>The sum of the absolute differences.</summary>
    public static float Manhattan(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference)
    {
        TensorPrimitives.Subtract(a, b, difference);
        return TensorPrimitives.SumOfMagnitudes<float>(difference);
    }

    /// <summary>How many numbers differ.</summary>
    public static float Hamming(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference) =>
        TensorPrimitives.HammingDistance(a, b);
}
