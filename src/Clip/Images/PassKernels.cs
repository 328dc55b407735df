using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Clip.Images;

/// <summary>
/// The two passes of a resize over interleaved 8-bit RGB rows:
/// <c>out = clamp((2^21 + sum(pixel * weight)) >> 22)</c>, exactly. This form runs on any processor;
/// <see cref="Avx2PassKernels"/> is the same arithmetic in wider steps.
/// </summary>
internal static unsafe class PassKernels
{
    /// <summary>Bytes that must be readable after the last pixel of a source row, and writable after a target row.</summary>
    internal const int RowSlack = 32;

    /// <summary>Resizes rows along themselves.</summary>
    /// <param name="sources">Source rows; <see cref="RowSlack"/> bytes after each are read but do not matter.</param>
    /// <param name="targets">As many rows of 3 × <see cref="AxisWeights.Length"/> bytes and <see cref="RowSlack"/> more.</param>
    /// <param name="axis">The weights.</param>
    internal static void AlongRows(ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, AxisWeights axis)
    {
        var starts = axis.Starts;
        var counts = axis.Counts;
        for (var row = 0; row < sources.Length; row++)
        {
            var target = (byte*)targets[row];
            for (var i = 0; i < starts.Length; i++, target += 3)
            {
                var source = (byte*)sources[row] + (3L * starts[i]);
                var sum = Vector128.Create(AxisWeights.Rounding);
                foreach (var weight in axis.Weights.Slice(i * axis.Stride, counts[i]))
                {
                    var pixel = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsByte();
                    sum += Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32() * weight;
                    source += 3;
                }

                sum = Clamp(sum);
                target[0] = (byte)sum[0];
                target[1] = (byte)sum[1];
                target[2] = (byte)sum[2];
            }
        }
    }

    /// <summary>Makes one row out of several, with one weight for each.</summary>
    /// <param name="sources">The rows.</param>
    /// <param name="weights">As many weights.</param>
    /// <param name="target">Receives the row; its length says how many bytes of each source row are read.</param>
    internal static void AcrossRows(ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target)
    {
        var step = Vector128<byte>.Count;
        var at = 0;
        for (; at <= target.Length - step; at += step)
        {
            var sum0 = Vector128.Create(AxisWeights.Rounding);
            var (sum1, sum2, sum3) = (sum0, sum0, sum0);
            for (var row = 0; row < sources.Length; row++)
            {
                var (low, high) = Vector128.Widen(Vector128.Load((byte*)sources[row] + at));
                var weight = weights[row];
                sum0 += Vector128.WidenLower(low).AsInt32() * weight;
                sum1 += Vector128.WidenUpper(low).AsInt32() * weight;
                sum2 += Vector128.WidenLower(high).AsInt32() * weight;
                sum3 += Vector128.WidenUpper(high).AsInt32() * weight;
            }

            var packed = Vector128.Narrow(
                Vector128.Narrow(Clamp(sum0), Clamp(sum1)).AsUInt16(),
                Vector128.Narrow(Clamp(sum2), Clamp(sum3)).AsUInt16());
            packed.CopyTo(target[at..]);
        }

        AcrossRowsScalar(sources, weights, target, at);
    }

    /// <summary>The same, a byte at a time, from byte <paramref name="at"/> on.</summary>
    internal static void AcrossRowsScalar(
        ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target, int at)
    {
        for (; at < target.Length; at++)
        {
            var sum = AxisWeights.Rounding;
            for (var row = 0; row < sources.Length; row++)
                sum += ((byte*)sources[row])[at] * weights[row];
            target[at] = (byte)Math.Clamp(sum >> AxisWeights.FractionBits, 0, 255);
        }
    }

    private static Vector128<int> Clamp(Vector128<int> sum) =>
        Vector128.Min(Vector128.Max(sum >> AxisWeights.FractionBits, Vector128<int>.Zero), Vector128.Create(255));
}
