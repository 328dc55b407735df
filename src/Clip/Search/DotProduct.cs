using System.Runtime.CompilerServices;

namespace Clip.Search;

/// <summary>
/// The dot product of two vectors padded with zeros to whole steps of 32. The order of summation is part of the
/// contract, so that scores, and with them ties, are equal to the last bit whatever the processor:
/// 32 running sums, the i-th over elements i, i + 32, i + 64...; then the upper 16 are added to the lower 16, and
/// those folded in halves.
/// </summary>
internal static unsafe class DotProduct
{
    /// <summary>Elements a step: two sums of sixteen lanes, enough to hide the latency of an addition.</summary>
    public const int Step = 32;

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
