using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Clip.Images.Resampling;

/// <summary>
/// The two passes of a resize over interleaved 8-bit RGB rows:
/// <c>out = clamp((2^21 + sum(pixel * weight)) >> 22)</c>, exactly. The pass along rows splits each 24-bit weight into
/// two 16-bit halves, which are multiplied and added in pairs; the two sums are combined at the end, so rounding
/// happens only where the original rounds. This version runs on any processor; <see cref="Avx2ResizePasses"/> uses
/// vectors twice as wide.
/// </summary>
internal static unsafe class ResizePasses
{
    /// <summary>
    /// Bytes that must be readable after the last pixel of a source row, and writable after a target row.
    /// </summary>
    internal const int RowSlack = 32;

    /// <summary>
    /// The number of rows that <see cref="AlongRows"/> processes at once, so that each weight is loaded once.
    /// </summary>
    internal const int RowsAtOnce = 4;

    /// <summary>Resizes rows horizontally.</summary>
    /// <param name="sources">
    /// Exactly <see cref="RowsAtOnce"/> source rows; a row may appear more than once. <see cref="RowSlack"/> bytes
    /// after each are read but ignored.
    /// </param>
    /// <param name="targets">
    /// As many distinct rows of 3 × <see cref="ResizeKernelMap.Length"/> bytes, and <see cref="RowSlack"/> more.
    /// </param>
    /// <param name="map">The kernels of the axis.</param>
    internal static void AlongRows(ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, ResizeKernelMap map)
    {
        byte* source0 = (byte*)sources[0], source1 = (byte*)sources[1];
        byte* source2 = (byte*)sources[2], source3 = (byte*)sources[3];
        byte* target0 = (byte*)targets[0], target1 = (byte*)targets[1];
        byte* target2 = (byte*)targets[2], target3 = (byte*)targets[3];
        var starts = map.Starts;
        var counts = map.Counts;
        fixed (short* split = map.SplitWeights())
        {
            for (var i = 0; i < starts.Length; i++)
            {
                var offset = 3L * starts[i];
                var weights = split + ((long)i * map.Stride * 2);
                var end = weights + ((counts[i] + ResizeKernelMap.TapGroup - 1) / ResizeKernelMap.TapGroup * 8);
                var zero = Vector128<int>.Zero;
                var (high0, high1, high2, high3) = (zero, zero, zero, zero);
                var (low0, low1, low2, low3) = (zero, zero, zero, zero);
                for (; weights < end; weights += 8, offset += 12)
                {
                    var four = Vector128.Load(weights).AsInt32();
                    var high01 = Vector128.Shuffle(four, Vector128.Create(0, 0, 0, 0)).AsInt16();
                    var high23 = Vector128.Shuffle(four, Vector128.Create(1, 1, 1, 1)).AsInt16();
                    var low01 = Vector128.Shuffle(four, Vector128.Create(2, 2, 2, 2)).AsInt16();
                    var low23 = Vector128.Shuffle(four, Vector128.Create(3, 3, 3, 3)).AsInt16();
                    Add(source0 + offset, high01, high23, low01, low23, ref high0, ref low0);
                    Add(source1 + offset, high01, high23, low01, low23, ref high1, ref low1);
                    Add(source2 + offset, high01, high23, low01, low23, ref high2, ref low2);
                    Add(source3 + offset, high01, high23, low01, low23, ref high3, ref low3);
                }

                // Writes four bytes for three: the next pixel, or the row's slack, takes the fourth.
                var bytes = Pack(Total(high0, low0), Total(high1, low1), Total(high2, low2), Total(high3, low3))
                    .AsUInt32();
                Unsafe.WriteUnaligned(target0 + (3L * i), bytes[0]);
                Unsafe.WriteUnaligned(target1 + (3L * i), bytes[1]);
                Unsafe.WriteUnaligned(target2 + (3L * i), bytes[2]);
                Unsafe.WriteUnaligned(target3 + (3L * i), bytes[3]);
            }
        }
    }

    /// <summary>Combines several rows into one, with one weight per row.</summary>
    /// <param name="sources">The rows.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="target">
    /// Receives the row; its length is the number of bytes that are read from each source row.
    /// </param>
    internal static void AcrossRows(ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target)
    {
        var step = Vector128<byte>.Count;
        var at = 0;
        for (; at <= target.Length - step; at += step)
        {
            var sum0 = Vector128.Create(ResizeKernelMap.Rounding);
            var (sum1, sum2, sum3) = (sum0, sum0, sum0);
            for (var row = 0; row < sources.Length; row++)
            {
                var (low, high) = Vector128.Widen(Vector128.Load((byte*)sources[row] + at));
                var weight = Vector128.Create(weights[row]);
                sum0 += Vector128.WidenLower(low).AsInt32() * weight;
                sum1 += Vector128.WidenUpper(low).AsInt32() * weight;
                sum2 += Vector128.WidenLower(high).AsInt32() * weight;
                sum3 += Vector128.WidenUpper(high).AsInt32() * weight;
            }

            Pack(sum0, sum1, sum2, sum3).CopyTo(target[at..]);
        }

        AcrossRowsScalar(sources, weights, target, at);
    }

    /// <summary>Does the same byte by byte, starting at byte <paramref name="at"/>.</summary>
    internal static void AcrossRowsScalar(
        ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target, int at)
    {
        for (; at < target.Length; at++)
        {
            var sum = ResizeKernelMap.Rounding;
            for (var row = 0; row < sources.Length; row++)
                sum += ((byte*)sources[row])[at] * weights[row];
            target[at] = (byte)Math.Clamp(sum >> ResizeKernelMap.FractionBits, 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        byte* source,
        Vector128<short> high01,
        Vector128<short> high23,
        Vector128<short> low01,
        Vector128<short> low23,
        ref Vector128<int> high,
        ref Vector128<int> low)
    {
        // Puts the same channel of two neighboring pixels side by side in 16 bits: R0 R1 G0 G1 B0 B1 - -.
        const byte z = 0x80; // gives zero
        var pixels = Vector128.Load(source);
        var first = Shuffle(pixels, Vector128.Create(0, z, 3, z, 1, z, 4, z, 2, z, 5, z, z, z, z, z)).AsInt16();
        var second = Shuffle(pixels, Vector128.Create(6, z, 9, z, 7, z, 10, z, 8, z, 11, z, z, z, z, z)).AsInt16();
        high += MultiplyAddPairs(first, high01) + MultiplyAddPairs(second, high23);
        low += MultiplyAddPairs(first, low01) + MultiplyAddPairs(second, low23);
    }

    /// <summary>Names the instruction, because code compiled ahead of time would otherwise not use it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Shuffle(Vector128<byte> pixels, Vector128<byte> order) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(pixels, order) : Vector128.Shuffle(pixels, order);

    /// <summary>Multiplies 16-bit values and adds the two products of each 32-bit lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAddPairs(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(a, b);
        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));
        }

        var (x, y) = (a.AsInt32(), b.AsInt32());
        return (((x << 16) >> 16) * ((y << 16) >> 16)) + ((x >> 16) * (y >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Total(Vector128<int> high, Vector128<int> low) =>
        (high << ResizeKernelMap.LowBits) + low + Vector128.Create(ResizeKernelMap.Rounding);

    /// <summary>Drops the fraction, clamps to 0 to 255 and concatenates the bytes of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pack(
        Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) => Vector128.Narrow(
        Vector128.Narrow(Clamp(a), Clamp(b)).AsUInt16(),
        Vector128.Narrow(Clamp(c), Clamp(d)).AsUInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Clamp(Vector128<int> sum) =>
        Vector128.Min(Vector128.Max(sum >> ResizeKernelMap.FractionBits, Vector128<int>.Zero), Vector128.Create(255));
}
