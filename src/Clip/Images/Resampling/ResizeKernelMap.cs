using System.Buffers;

namespace Clip.Images.Resampling;

/// <summary>
/// The kernels of one axis of a resize: for each output pixel, the source pixels it is computed from and their
/// fixed-point weights. Only the output pixels that survive the crop are included. The arithmetic is Pillow's
/// (<c>precompute_coeffs</c> and <c>normalize_coeffs_8bpc</c> of <c>Resample.c</c>; <c>ImagingScaleAffine</c> of
/// <c>Geometry.c</c> for nearest).
/// </summary>
internal sealed class ResizeKernelMap : IDisposable
{
    /// <summary>The fractional bits of a weight: 32, minus 8 for the pixel and 2 for overshoot.</summary>
    internal const int FractionBits = 22;

    /// <summary>Half of an output step, added before the shift in order to round.</summary>
    internal const int Rounding = 1 << (FractionBits - 1);

    /// <summary>
    /// The number of taps that the pass along rows processes at once; kernels are padded with zeros to a multiple of
    /// it.
    /// </summary>
    internal const int TapGroup = 4;

    /// <summary>The bits of the low half of a weight that is split for 16-bit multiplication.</summary>
    internal const int LowBits = 12;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;
    private short[]? _split;

    private ResizeKernelMap(int length, int stride)
    {
        Length = length;
        Stride = stride;
        _starts = ArrayPool<int>.Shared.Rent(length);
        _counts = ArrayPool<int>.Shared.Rent(length);
        _weights = ArrayPool<int>.Shared.Rent(checked(length * stride));
    }

    /// <summary>The number of output pixels.</summary>
    internal int Length { get; }

    /// <summary>The number of weights per output pixel, a multiple of <see cref="TapGroup"/>.</summary>
    internal int Stride { get; }

    /// <summary>The largest number of source pixels of any output pixel.</summary>
    internal int MaxCount { get; private set; }

    /// <summary>The first source pixel that any output pixel needs.</summary>
    internal int SourceStart { get; private set; }

    /// <summary>One past the last source pixel that any output pixel needs.</summary>
    internal int SourceEnd { get; private set; }

    /// <summary>Whether the kernels move backwards through the source as the output moves forwards.</summary>
    internal bool Reversed { get; private init; }

    /// <summary>The first source pixel of each output pixel.</summary>
    internal ReadOnlySpan<int> Starts => _starts.AsSpan(0, Length);

    /// <summary>The number of source pixels of each output pixel; 0 if there is none and the result is 0.</summary>
    internal ReadOnlySpan<int> Counts => _counts.AsSpan(0, Length);

    /// <summary>The weights, <see cref="Stride"/> per output pixel, padded with zeros.</summary>
    internal ReadOnlySpan<int> Weights => _weights.AsSpan(0, Length * Stride);

    /// <summary>Computes the kernels of a range of output pixels.</summary>
    /// <param name="sourceSize">The pixels along the axis before the resize.</param>
    /// <param name="resizedSize">The pixels along the axis after the resize, before the crop.</param>
    /// <param name="first">The first output pixel of the range.</param>
    /// <param name="length">The number of output pixels in the range, at least 1.</param>
    /// <param name="filter">The interpolation.</param>
    /// <param name="reversed">Whether the stored pixels run against the axis of the upright picture.</param>
    internal static ResizeKernelMap Create(
        int sourceSize, long resizedSize, long first, int length, ResampleFilter filter, bool reversed)
    {
        var map = sourceSize == resizedSize || filter == ResampleFilter.Nearest
            ? CreateNearest(sourceSize, resizedSize, first, length, reversed)
            : CreateConvolution(sourceSize, resizedSize, first, length, filter, reversed);
        map.FindSourceRange(sourceSize);
        return map;
    }

    /// <summary>
    /// The weights as pairs of 16-bit halves, for instructions that multiply 16 bits: per group of four taps, four high
    /// halves followed by four low halves, with weight = high * 2^12 + low. Exact, because sums are modulo 2^32.
    /// </summary>
    internal ReadOnlySpan<short> SplitWeights()
    {
        if (_split is null)
        {
            _split = ArrayPool<short>.Shared.Rent(Length * Stride * 2);
            for (var i = 0; i < Length * Stride; i++)
            {
                var at = (i / TapGroup * TapGroup * 2) + (i % TapGroup);
                _split[at] = (short)(_weights[i] >> LowBits);
                _split[at + TapGroup] = (short)(_weights[i] & ((1 << LowBits) - 1));
            }
        }

        return _split.AsSpan(0, Length * Stride * 2);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<int>.Shared.Return(_weights);
        if (_split is not null)
            ArrayPool<short>.Shared.Return(_split);
    }

    private static ResizeKernelMap CreateNearest(
        int sourceSize, long resizedSize, long first, int length, bool reversed)
    {
        var map = new ResizeKernelMap(length, TapGroup) { Reversed = reversed };
        var step = (double)sourceSize / resizedSize;
        var position = step * 0.5;
        for (long i = 0; i < first; i++)
            position += step; // added up, not multiplied, to round as the original does
        for (var i = 0; i < length; i++, position += step)
        {
            var pixel = sourceSize == resizedSize ? first + i : (long)position;
            var exists = pixel < sourceSize;
            var start = (int)Math.Min(pixel, sourceSize - 1);
            map._starts[i] = reversed ? sourceSize - 1 - start : start;
            map._counts[i] = exists ? 1 : 0;
            var weights = map._weights.AsSpan(i * TapGroup, TapGroup);
            weights.Clear();
            weights[0] = exists ? 1 << FractionBits : 0;
        }

        return map;
    }

    private static ResizeKernelMap CreateConvolution(
        int sourceSize, long resizedSize, long first, int length, ResampleFilter filter, bool reversed)
    {
        var scale = (double)sourceSize / resizedSize;
        var filterScale = Math.Max(scale, 1);
        var support = FilterKernel.Support(filter) * filterScale;
        var inverse = 1 / filterScale;
        var maxCount = Math.Min(((int)Math.Ceiling(support) * 2) + 1, sourceSize);
        var map = new ResizeKernelMap(length, (maxCount + TapGroup - 1) / TapGroup * TapGroup) { Reversed = reversed };
        var exact = ArrayPool<double>.Shared.Rent(maxCount);
        for (var i = 0; i < length; i++)
        {
            var center = (first + i + 0.5) * scale;
            var start = Math.Max((int)(center - support + 0.5), 0);
            var count = Math.Min((int)(center + support + 0.5), sourceSize) - start;
            var sum = 0.0;
            for (var x = 0; x < count; x++)
            {
                exact[x] = FilterKernel.Weight(filter, (x + start - center + 0.5) * inverse);
                sum += exact[x];
            }

            var weights = map._weights.AsSpan(i * map.Stride, map.Stride);
            for (var x = 0; x < count; x++)
            {
                var weight = (sum != 0 ? exact[x] / sum : exact[x]) * (1 << FractionBits);
                weights[reversed ? count - 1 - x : x] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }

            weights[count..].Clear();
            map._starts[i] = reversed ? sourceSize - start - count : start;
            map._counts[i] = count;
        }

        ArrayPool<double>.Shared.Return(exact);
        return map;
    }

    private void FindSourceRange(int sourceSize)
    {
        SourceStart = sourceSize;
        for (var i = 0; i < Length; i++)
        {
            MaxCount = Math.Max(MaxCount, _counts[i]);
            SourceStart = Math.Min(SourceStart, _starts[i]);
            SourceEnd = Math.Max(SourceEnd, _starts[i] + _counts[i]);
        }

        SourceEnd = Math.Max(SourceEnd, SourceStart);
    }
}
