using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Clip.Vectors;

/// <summary>
/// Dot products of all rows of one matrix with all rows of another, as many computations over whole collections need.
/// Four rows by two share what is loaded, so the products wait for the multipliers and not for memory.
/// </summary>
/// <remarks>
/// A product is summed in the same order wherever it is in a tile, and whichever of its rows comes first, so equal
/// rows have equal products.
/// </remarks>
internal static unsafe class ProductTile
{
    /// <summary>Rows of the right side that stay in the second-level cache while the left side passes by.</summary>
    public const int Rows = 128;

    /// <summary>Computes the products.</summary>
    /// <param name="left">One matrix.</param>
    /// <param name="right">Another of the same dimensions.</param>
    /// <param name="products">Receives [left rows, right rows] products.</param>
    public static void Of(VectorMatrix left, VectorMatrix right, Span<float> products)
    {
        var (width, height) = ((int)right.RowCount, (int)left.RowCount);
        fixed (float* target = products[..(width * height)])
        {
            for (var from = 0; from < width; from += Rows)
            {
                var count = Math.Min(Rows, width - from);
                var row = 0;
                for (; row + 3 < height; row += 4)
                {
                    var output = target + ((long)row * width) + from;
                    OfFour(left[row], left.Stride, right.Slice(from, count), output, width);
                }
                for (; row < height; row++)
                    OfOne(left[row], right.Slice(from, count), target + ((long)row * width) + from);
            }
        }
    }

    /// <summary>The products of one row with many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfOne(float* row, VectorMatrix others, float* products)
    {
        var length = others.Stride;
        var at = 0L;
        for (; at + 3 < others.RowCount; at += 4)
        {
            float* b0 = others[at], b1 = others[at + 1], b2 = others[at + 2], b3 = others[at + 3];
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (var i = 0; i < length; i += 8)
            {
                var a = Vector256.Load(row + i);
                s0 = Vector256.MultiplyAddEstimate(a, Vector256.Load(b0 + i), s0);
                s1 = Vector256.MultiplyAddEstimate(a, Vector256.Load(b1 + i), s1);
                s2 = Vector256.MultiplyAddEstimate(a, Vector256.Load(b2 + i), s2);
                s3 = Vector256.MultiplyAddEstimate(a, Vector256.Load(b3 + i), s3);
            }
            products[at] = Vector256.Sum(s0);
            products[at + 1] = Vector256.Sum(s1);
            products[at + 2] = Vector256.Sum(s2);
            products[at + 3] = Vector256.Sum(s3);
        }
        for (; at < others.RowCount; at++)
            products[at] = Of(row, others[at], length);
    }

    /// <summary>The product of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(float* left, float* right, int length)
    {
        Vector256<float> sum = default;
        for (var i = 0; i < length; i += 8)
            sum = Vector256.MultiplyAddEstimate(Vector256.Load(left + i), Vector256.Load(right + i), sum);
        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OfFour(float* a0, int stride, VectorMatrix right, float* products, int width)
    {
        float* a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        var at = 0;
        for (; at + 1 < right.RowCount; at += 2)
        {
            float* b0 = right[at], b1 = right[at + 1];
            Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default;
            Vector256<float> s20 = default, s21 = default, s30 = default, s31 = default;
            for (var i = 0; i < stride; i += 8)
            {
                var (x, y) = (Vector256.Load(b0 + i), Vector256.Load(b1 + i));
                var a = Vector256.Load(a0 + i);
                s00 = Vector256.MultiplyAddEstimate(a, x, s00);
                s01 = Vector256.MultiplyAddEstimate(a, y, s01);
                a = Vector256.Load(a1 + i);
                s10 = Vector256.MultiplyAddEstimate(a, x, s10);
                s11 = Vector256.MultiplyAddEstimate(a, y, s11);
                a = Vector256.Load(a2 + i);
                s20 = Vector256.MultiplyAddEstimate(a, x, s20);
                s21 = Vector256.MultiplyAddEstimate(a, y, s21);
                a = Vector256.Load(a3 + i);
                s30 = Vector256.MultiplyAddEstimate(a, x, s30);
                s31 = Vector256.MultiplyAddEstimate(a, y, s31);
            }
            var to = products + at;
            (to[0], to[1]) = (Vector256.Sum(s00), Vector256.Sum(s01));
            (to[width], to[width + 1]) = (Vector256.Sum(s10), Vector256.Sum(s11));
            (to[2L * width], to[(2L * width) + 1]) = (Vector256.Sum(s20), Vector256.Sum(s21));
            (to[3L * width], to[(3L * width) + 1]) = (Vector256.Sum(s30), Vector256.Sum(s31));
        }
        if (at < right.RowCount)
        {
            for (var row = 0; row < 4; row++)
                products[((long)row * width) + at] = Of(a0 + (row * stride), right[at], stride);
        }
    }
}
