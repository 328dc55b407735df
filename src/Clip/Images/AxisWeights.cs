using System.Buffers;

namespace Clip.Images;

/// <summary>
/// For one axis of a resize: which source pixels make each output pixel, and their fixed-point weights. Only the outputs
/// that survive the crop are here. The arithmetic is Pillow's (<c>precompute_coeffs</c> and
/// <c>normalize_coeffs_8bpc</c> of <c>Resample.c</c>; <c>ImagingScaleAffine</c> of <c>Geometry.c</c> for nearest).
/// </summary>
internal sealed class AxisWeights : IDisposable
{
    /// <summary>Fractional bits of a weight: 32, less 8 for the pixel and 2 for overshoot.</summary>
    internal const int FractionBits = 22;

    /// <summary>Half of one output step: added before the shift, it rounds.</summary>
    internal const int Rounding = 1 << (FractionBits - 1);

    /// <summary>The horizontal kernels take this many taps at a time; the weights are padded with zeros to a multiple of it.</summary>
    internal const int TapGroup = 4;

    /// <summary>The low part of a weight that is split in two for 16-bit multiplication.</summary>
    internal const int LowBits = 12;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;
    private short[]? _split;

    private AxisWeights(int length, int stride)
    {
        Length = length;
        Stride = stride;
        _starts = ArrayPool<int>.Shared.Rent(length);
        _counts = ArrayPool<int>.Shared.Rent(length);
        _weights = ArrayPool<int>.Shared.Rent(checked(length * stride));
    }

    /// <summary>The number of output pixels.</summary>
    internal int Length { get; }

    /// <summary>The distance between two outputs' weights, a multiple of <see cref="TapGroup"/>.</summary>
    internal int Stride { get; }

    /// <summary>The largest number of source pixels that make one output pixel.</summary>
    internal int MaxCount { get; private set; }

    /// <summary>The first source pixel that any output needs.</summary>
    internal int SourceStart { get; private set; }

    /// <summary>One past the last source pixel that any output needs.</summary>
    internal int SourceEnd { get; private set; }

    /// <summary>Whether the windows move backwards through the source as the output moves forwards.</summary>
    internal bool Reversed { get; private init; }

    /// <summary>The first source pixel of each output.</summary>
    internal ReadOnlySpan<int> Starts => _starts.AsSpan(0, Length);

    /// <summary>The number of source pixels of each output; 0 where there is none and the result is 0.</summary>
    internal ReadOnlySpan<int> Counts => _counts.AsSpan(0, Length);

    /// <summary>The weights, <see cref="Stride"/> for each output, zeros after the last.</summary>
    internal ReadOnlySpan<int> Weights => _weights.AsSpan(0, Length * Stride);

    /// <summary>Computes the weights of the outputs <paramref name="first"/> to <paramref name="first"/> + <paramref name="length"/>.</summary>
    /// <param name="sourceSize">The pixels along the axis before the resize.</param>
    /// <param name="resizedSize">The pixels along the axis after the resize, before the crop.</param>
    /// <param name="first">The first surviving output.</param>
    /// <param name="length">The number of surviving outputs, at least 1.</param>
    /// <param name="filter">The interpolation.</param>
    /// <param name="reversed">Whether the stored pixels run against the axis of the upright picture.</param>
    internal static AxisWeights Create(
        int sourceSize, long resizedSize, long first, int length, ResampleFilter filter, bool reversed)
    {
        var axis = sourceSize == resizedSize || filter == ResampleFilter.Nearest
            ? CreatePicked(sourceSize, resizedSize, first, length, reversed)
            : CreateFiltered(sourceSize, resizedSize, first, length, filter, reversed);
        axis.Summarise(sourceSize);
        return axis;
    }

    /// <summary>
    /// The weights as pairs of 16-bit halves for instructions that multiply 16 bits: for each group of four taps, four
    /// high halves and then four low ones, with weight = high * 2^12 + low. Exact, since sums are taken modulo 2^32.
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

    private static AxisWeights CreatePicked(int sourceSize, long resizedSize, long first, int length, bool reversed)
    {
        var axis = new AxisWeights(length, TapGroup) { Reversed = reversed };
        var step = (double)sourceSize / resizedSize;
        var position = step * 0.5;
        for (long i = 0; i < first; i++)
            position += step; // summed, not multiplied, because the rounding must be the original's
        for (var i = 0; i < length; i++, position += step)
        {
            var pixel = sourceSize == resizedSize ? first + i : (long)position;
            var exists = pixel < sourceSize;
            var start = (int)Math.Min(pixel, sourceSize - 1);
            axis._starts[i] = reversed ? sourceSize - 1 - start : start;
            axis._counts[i] = exists ? 1 : 0;
            var weights = axis._weights.AsSpan(i * TapGroup, TapGroup);
            weights.Clear();
            weights[0] = exists ? 1 << FractionBits : 0;
        }

        return axis;
    }

    private static AxisWeights CreateFiltered(
        int sourceSize, long resizedSize, long first, int length, ResampleFilter filter, bool reversed)
    {
        var scale = (double)sourceSize / resizedSize;
        var filterScale = Math.Max(scale, 1);
        var support = FilterKernel.Support(filter) * filterScale;
        var inverse = 1 / filterScale;
        var most = Math.Min(((int)Math.Ceiling(support) * 2) + 1, sourceSize);
        var axis = new AxisWeights(length, (most + TapGroup - 1) / TapGroup * TapGroup) { Reversed = reversed };
        var exact = ArrayPool<double>.Shared.Rent(most);
        for (var i = 0; i < length; i++)
        {
            var centre = (first + i + 0.5) * scale;
            var start = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), sourceSize) - start;
            var sum = 0.0;
            for (var x = 0; x < count; x++)
            {
                exact[x] = FilterKernel.Weight(filter, (x + start - centre + 0.5) * inverse);
                sum += exact[x];
            }

            var weights = axis._weights.AsSpan(i * axis.Stride, axis.Stride);
            for (var x = 0; x < count; x++)
            {
                var weight = (sum != 0 ? exact[x] / sum : exact[x]) * (1 << FractionBits);
                weights[reversed ? count - 1 - x : x] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }

            weights[count..].Clear();
            axis._starts[i] = reversed ? sourceSize - start - count : start;
            axis._counts[i] = count;
        }

        ArrayPool<double>.Shared.Return(exact);
        return axis;
    }

    private void Summarise(int sourceSize)
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
