using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Clip.Images.Resampling;

/// <summary><see cref="ResizePasses"/> with AVX2: vectors twice as wide.</summary>
internal static unsafe class Avx2ResizePasses
{
    /// <inheritdoc cref="ResizePasses.AlongRows"/>
    internal static void AlongRows(ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, ResizeKernelMap map)
    {
        // R0 R1 G0 G1 B0 B1 - -, and in the upper half R2 R3 G2 G3 B2 B3 - -.
        const byte z = 0x80; // gives zero
        var pairs = Vector256.Create(
            0, z, 3, z, 1, z, 4, z, 2, z, 5, z, z, z, z, z,
            6, z, 9, z, 7, z, 10, z, 8, z, 11, z, z, z, z, z);
        var highs = Vector256.Create(Vector128.Create(0x03020100), Vector128.Create(0x07060504)).AsByte();
        var lows = Vector256.Create(Vector128.Create(0x0B0A0908), Vector128.Create(0x0F0E0D0C)).AsByte();
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
                var zero = Vector256<int>.Zero;
                var (high0, high1, high2, high3) = (zero, zero, zero, zero);
                var (low0, low1, low2, low3) = (zero, zero, zero, zero);
                for (; weights < end; weights += 8, offset += 12)
                {
                    var both = Avx2.BroadcastVector128ToVector256(weights).AsByte();
                    var high = Avx2.Shuffle(both, highs).AsInt16();
                    var low = Avx2.Shuffle(both, lows).AsInt16();

                    var pixels = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(source0 + offset), pairs).AsInt16();
                    high0 = Avx2.Add(high0, Avx2.MultiplyAddAdjacent(pixels, high));
                    low0 = Avx2.Add(low0, Avx2.MultiplyAddAdjacent(pixels, low));
                    pixels = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(source1 + offset), pairs).AsInt16();
                    high1 = Avx2.Add(high1, Avx2.MultiplyAddAdjacent(pixels, high));
                    low1 = Avx2.Add(low1, Avx2.MultiplyAddAdjacent(pixels, low));
                    pixels = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(source2 + offset), pairs).AsInt16();
                    high2 = Avx2.Add(high2, Avx2.MultiplyAddAdjacent(pixels, high));
                    low2 = Avx2.Add(low2, Avx2.MultiplyAddAdjacent(pixels, low));
                    pixels = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(source3 + offset), pairs).AsInt16();
                    high3 = Avx2.Add(high3, Avx2.MultiplyAddAdjacent(pixels, high));
                    low3 = Avx2.Add(low3, Avx2.MultiplyAddAdjacent(pixels, low));
                }

                var bytes = Sse2.PackUnsignedSaturate(
                    Sse2.PackSignedSaturate(Total(high0, low0), Total(high1, low1)),
                    Sse2.PackSignedSaturate(Total(high2, low2), Total(high3, low3))).AsUInt32();

                // Writes four bytes for three: the next pixel, or the row's slack, takes the fourth.
                Unsafe.WriteUnaligned(target0 + (3L * i), bytes[0]);
                Unsafe.WriteUnaligned(target1 + (3L * i), bytes[1]);
                Unsafe.WriteUnaligned(target2 + (3L * i), bytes[2]);
                Unsafe.WriteUnaligned(target3 + (3L * i), bytes[3]);
            }
        }
    }

    /// <inheritdoc cref="ResizePasses.AcrossRows"/>
    internal static void AcrossRows(ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target)
    {
        const int step = 32;
        if (target.Length < step)
        {
            ResizePasses.AcrossRowsScalar(sources, weights, target, 0);
            return;
        }

        fixed (byte* to = target)
        fixed (nint* rows = sources)
        fixed (int* scales = weights)
        {
            var order = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
            var last = target.Length - step;
            for (var at = 0; ;)
            {
                var sum0 = Vector256.Create(ResizeKernelMap.Rounding);
                var (sum1, sum2, sum3) = (sum0, sum0, sum0);
                for (var row = 0; row < sources.Length; row++)
                {
                    var source = (byte*)rows[row] + at;
                    var weight = Avx2.BroadcastScalarToVector256(scales + row);
                    sum0 = Avx2.Add(sum0, Avx2.MultiplyLow(Avx2.ConvertToVector256Int32(source), weight));
                    sum1 = Avx2.Add(sum1, Avx2.MultiplyLow(Avx2.ConvertToVector256Int32(source + 8), weight));
                    sum2 = Avx2.Add(sum2, Avx2.MultiplyLow(Avx2.ConvertToVector256Int32(source + 16), weight));
                    sum3 = Avx2.Add(sum3, Avx2.MultiplyLow(Avx2.ConvertToVector256Int32(source + 24), weight));
                }

                var bytes = Avx2.PackUnsignedSaturate(
                    Avx2.PackSignedSaturate(Shift(sum0), Shift(sum1)),
                    Avx2.PackSignedSaturate(Shift(sum2), Shift(sum3)));
                Avx.Store(to + at, Avx2.PermuteVar8x32(bytes.AsInt32(), order).AsByte());
                if (at == last)
                    break;
                at = Math.Min(at + step, last); // the last step overlaps the one before it
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Total(Vector256<int> high, Vector256<int> low)
    {
        var sum = Avx2.Add(Avx2.ShiftLeftLogical(high, ResizeKernelMap.LowBits), low);
        var total = Sse2.Add(sum.GetLower(), Avx2.ExtractVector128(sum, 1));
        var rounded = Sse2.Add(total, Vector128.Create(ResizeKernelMap.Rounding));
        return Sse2.ShiftRightArithmetic(rounded, ResizeKernelMap.FractionBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Shift(Vector256<int> sum) =>
        Avx2.ShiftRightArithmetic(sum, ResizeKernelMap.FractionBits);
}
