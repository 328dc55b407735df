using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace Clip.Images;

/// <summary>
/// Resizes, turns upright and crops in one go, computing only the pixels that survive. The results equal those of
/// Pillow's <c>Image.resize</c> on the upright picture, byte for byte: two passes with 8 bits in between, the
/// horizontal one first, unless the picture is more than a hundred times as high as wide and shrinks.
/// </summary>
internal static unsafe class Resampler
{
    /// <summary>Writes the part of <paramref name="placement"/>'s output that shows the picture; padding is left as it was.</summary>
    /// <param name="pixels">The decoded pixels.</param>
    /// <param name="orientation">How they must be turned.</param>
    /// <param name="placement">The size to resize to and the crop.</param>
    /// <param name="filter">The interpolation.</param>
    /// <param name="rgb">The output, [height, width, 3].</param>
    /// <param name="portable">Whether to do without the wide kernels even where the processor has them.</param>
    internal static void Resize(
        PixelBuffer pixels,
        Orientation orientation,
        in Placement placement,
        ResampleFilter filter,
        Span<byte> rgb,
        bool portable = false)
    {
        if (placement.Columns.Length == 0 || placement.Rows.Length == 0)
            return;

        var (width, height) = orientation.Transposed ? (pixels.Height, pixels.Width) : (pixels.Width, pixels.Height);
        using var horizontal = AxisWeights.Create(
            width, placement.ResizedWidth, placement.Left + placement.Columns.Start, placement.Columns.Length, filter, orientation.FlipX);
        using var vertical = AxisWeights.Create(
            height, placement.ResizedHeight, placement.Top + placement.Rows.Start, placement.Rows.Length, filter, orientation.FlipY);
        var verticalFirst = height > 100L * width && placement.ResizedHeight < height;

        var along = orientation.Transposed ? vertical : horizontal;
        var across = orientation.Transposed ? horizontal : vertical;
        var alongFirst = orientation.Transposed == verticalFirst;
        var wide = Avx2.IsSupported && !portable;
        var target = new Target(rgb, placement, orientation.Transposed);
        if (alongFirst)
            AlongThenAcross(pixels, along, across, target, wide);
        else
            AcrossThenAlong(pixels, along, across, target, wide);
    }

    /// <summary>
    /// Each stored row is resized along itself once, into a ring that holds just the rows which the second pass needs at
    /// a time.
    /// </summary>
    private static void AlongThenAcross(PixelBuffer pixels, AxisWeights along, AxisWeights across, Target target, bool wide)
    {
        const int group = PassKernels.RowsAtOnce;
        var slots = SourceRows.SlotCount(pixels, group);
        var slotSize = SourceRows.SlotSize(along.SourceStart, along.SourceEnd);
        var ring = across.MaxCount + group;
        var rowSize = (3 * along.Length) + PassKernels.RowSlack;
        using var scratch = new Scratch(checked(((long)slots * slotSize) + ((ring + 1L) * rowSize)), slots, across.MaxCount);
        fixed (byte* memory = scratch.Bytes)
        {
            var rows = new SourceRows(pixels, along.SourceStart, along.SourceEnd, memory, scratch.Indices);
            var narrow = memory + ((long)slots * slotSize);
            var result = new Span<byte>(narrow + ((long)ring * rowSize), 3 * along.Length);
            Span<nint> sources = stackalloc nint[group];
            Span<nint> targets = stackalloc nint[group];
            var next = across.SourceStart;
            for (var step = 0; step < across.Length; step++)
            {
                var output = across.Reversed ? across.Length - 1 - step : step;
                var (start, count) = (across.Starts[output], across.Counts[output]);
                for (next = Math.Max(next, start); next < start + count; next += group)
                {
                    for (var i = 0; i < group; i++)
                    {
                        sources[i] = rows[Math.Min(next + i, across.SourceEnd - 1)];
                        targets[i] = (nint)(narrow + ((long)((next + i) % ring) * rowSize));
                    }

                    AlongRows(sources, targets, along, wide);
                }

                for (var i = 0; i < count; i++)
                    scratch.Pointers[i] = (nint)(narrow + ((long)((start + i) % ring) * rowSize));
                AcrossRows(scratch.Pointers[..count], across.Weights.Slice(output * across.Stride, count), result, wide);
                target.Write(output, result);
            }
        }
    }

    /// <summary>The stored rows are combined first, and the few that result are then resized along themselves.</summary>
    private static void AcrossThenAlong(PixelBuffer pixels, AxisWeights along, AxisWeights across, Target target, bool wide)
    {
        const int group = PassKernels.RowsAtOnce;
        var slots = SourceRows.SlotCount(pixels, across.MaxCount);
        var slotSize = SourceRows.SlotSize(along.SourceStart, along.SourceEnd);
        var rowSize = (3 * along.Length) + PassKernels.RowSlack;
        using var scratch = new Scratch(checked(((slots + (long)group) * slotSize) + ((long)group * rowSize)), slots, across.MaxCount);
        fixed (byte* memory = scratch.Bytes)
        {
            var rows = new SourceRows(pixels, along.SourceStart, along.SourceEnd, memory, scratch.Indices);
            var combined = memory + ((long)slots * slotSize);
            var results = combined + ((long)group * slotSize);
            var firstByte = 3 * along.SourceStart;
            Span<nint> sources = stackalloc nint[group];
            Span<nint> targets = stackalloc nint[group];
            Span<int> outputs = stackalloc int[group];
            for (var step = 0; step < across.Length; step += group)
            {
                for (var i = 0; i < group; i++)
                {
                    var at = Math.Min(step + i, across.Length - 1);
                    var output = outputs[i] = across.Reversed ? across.Length - 1 - at : at;
                    var (start, count) = (across.Starts[output], across.Counts[output]);
                    for (var row = 0; row < count; row++)
                        scratch.Pointers[row] = rows[start + row] + firstByte;
                    var row0 = combined + ((long)i * slotSize);
                    AcrossRows(
                        scratch.Pointers[..count],
                        across.Weights.Slice(output * across.Stride, count),
                        new Span<byte>(row0, 3 * (along.SourceEnd - along.SourceStart)),
                        wide);
                    sources[i] = (nint)(row0 - firstByte);
                    targets[i] = (nint)(results + ((long)i * rowSize));
                }

                AlongRows(sources, targets, along, wide);
                for (var i = 0; i < Math.Min(group, across.Length - step); i++)
                    target.Write(outputs[i], new ReadOnlySpan<byte>((byte*)targets[i], 3 * along.Length));
            }
        }
    }

    private static void AlongRows(ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, AxisWeights axis, bool wide)
    {
        if (wide)
            Avx2PassKernels.AlongRows(sources, targets, axis);
        else
            PassKernels.AlongRows(sources, targets, axis);
    }

    private static void AcrossRows(ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target, bool wide)
    {
        if (wide)
            Avx2PassKernels.AcrossRows(sources, weights, target);
        else
            PassKernels.AcrossRows(sources, weights, target);
    }

    /// <summary>The output, filled by the row, or by the column where the stored picture lies on its side.</summary>
    private readonly ref struct Target(Span<byte> rgb, Placement placement, bool columns)
    {
        private readonly Span<byte> _rgb = rgb;

        internal void Write(int index, ReadOnlySpan<byte> line)
        {
            var (left, top) = (placement.Columns.Start, placement.Rows.Start);
            if (!columns)
            {
                line.CopyTo(_rgb[(3 * (((top + index) * placement.Width) + left))..]);
                return;
            }

            var at = 3 * ((top * placement.Width) + left + index);
            for (var i = 0; i < line.Length; i += 3, at += 3 * placement.Width)
                line.Slice(i, 3).CopyTo(_rgb[at..]);
        }
    }

    /// <summary>Memory borrowed for one resize.</summary>
    private readonly ref struct Scratch : IDisposable
    {
        private readonly byte[] _bytes;
        private readonly int[] _indices;
        private readonly nint[] _pointers;

        internal Scratch(long bytes, int indices, int pointers)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(checked((int)bytes));
            _indices = ArrayPool<int>.Shared.Rent(indices);
            _pointers = ArrayPool<nint>.Shared.Rent(pointers);
            Indices = _indices.AsSpan(0, indices);
            Pointers = _pointers.AsSpan(0, pointers);
        }

        internal Span<byte> Bytes => _bytes;

        internal Span<int> Indices { get; }

        internal Span<nint> Pointers { get; }

        public void Dispose()
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            ArrayPool<int>.Shared.Return(_indices);
            ArrayPool<nint>.Shared.Return(_pointers);
        }
    }
}
