using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Clip.Vectors;

/// <summary>
/// The dot product of two vectors padded with zeros to whole steps of 32. The order of summation is part of the
/// contract, so that scores, and with them ties, are equal to the last bit whatever the processor:
/// 32 running sums, the i-th over elements i, i + 32, i + 64...; then the upper 16 are added to the lower 16, and
/// those folded in halves.
/// </summary>
internal static unsafe class DotProduct
{
    /// <summary>Elements per step: two sums of sixteen lanes, enough to hide the latency of an addition.</summary>
    public const int Step = 32;

    /// <summary>
    /// One vector with many. Two at a time share the elements loaded of it, which keeps the adders busy and still fits
    /// the sixteen registers of AVX2.
    /// </summary>
    /// <param name="vector">The one vector.</param>
    /// <param name="others">The other vectors.</param>
    /// <param name="products">Receives one product per other vector.</param>
    /// <remarks>
    /// Compiled at full optimization at once: one search in a new process must not run on first-tier code.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfEach<TLanes>(float* vector, VectorMatrix others, float* products)
        where TLanes : struct, ILanes<TLanes>
    {
        var length = others.Stride;
        var at = 0L;
        for (; at + 1 < others.RowCount; at += 2)
        {
            var first = others[at];
            var second = others[at + 1];
            var even1 = default(TLanes);
            var odd1 = default(TLanes);
            var even2 = default(TLanes);
            var odd2 = default(TLanes);
            for (var i = 0; i < length; i += Step)
            {
                var even = TLanes.Load(vector + i);
                var odd = TLanes.Load(vector + i + 16);
                even1 = TLanes.MultiplyAdd(TLanes.Load(first + i), even, even1);
                odd1 = TLanes.MultiplyAdd(TLanes.Load(first + i + 16), odd, odd1);
                even2 = TLanes.MultiplyAdd(TLanes.Load(second + i), even, even2);
                odd2 = TLanes.MultiplyAdd(TLanes.Load(second + i + 16), odd, odd2);
            }
            products[at] = TLanes.Sum(TLanes.Add(even1, odd1));
            products[at + 1] = TLanes.Sum(TLanes.Add(even2, odd2));
        }
        if (at < others.RowCount)
            products[at] = Of<TLanes>(vector, others[at], length);
    }

    /// <summary>One vector with another, in the widest registers available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float* left, float* right, int paddedLength) =>
        Vector512.IsHardwareAccelerated ? Of<Lanes512>(left, right, paddedLength)
        : Vector256.IsHardwareAccelerated ? Of<Lanes256>(left, right, paddedLength)
        : Of<Lanes128>(left, right, paddedLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of<TLanes>(float* left, float* right, int paddedLength) where TLanes : struct, ILanes<TLanes>
    {
        var even = default(TLanes);
        var odd = default(TLanes);
        for (var i = 0; i < paddedLength; i += Step)
        {
            even = TLanes.MultiplyAdd(TLanes.Load(left + i), TLanes.Load(right + i), even);
            odd = TLanes.MultiplyAdd(TLanes.Load(left + i + 16), TLanes.Load(right + i + 16), odd);
        }
        return TLanes.Sum(TLanes.Add(even, odd));
    }
}
