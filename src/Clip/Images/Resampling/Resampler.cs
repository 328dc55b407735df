using System.Buffers;
using System.Runtime.Intrinsics.X86;
using Clip.Images.Pixels;

namespace Clip.Images.Resampling;

/// <summary>
/// Resizes, turns upright and crops in one step, computing only the pixels that survive the crop. The results equal
/// those of Pillow's <c>Image.resize</c> on the upright picture, byte for byte: two passes with 8 bits in between, the
/// horizontal one first, unless the picture is more than a hundred times as high as wide and shrinks.
/// </summary>
internal static unsafe class Resampler
{
    /// <summary>Writes the part of the output that shows the picture; padding is left unchanged.</summary>
    /// <param name="pixels">The decoded pixels.</param>
    /// <param name="orientation">How the pixels must be turned.</param>
    /// <param name="placement">The size to resize to and the crop.</param>
    /// <param name="filter">The interpolation.</param>
    /// <param name="rgb">The output, [height, width, 3].</param>
    /// <param name="portable">Whether to avoid AVX2 even if the processor supports it.</param>
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
        using var horizontal = ResizeKernelMap.Create(
            width,
            placement.ResizedWidth,
            placement.Left + placement.Columns.Start,
            placement.Columns.Length,
            filter,
            orientation.FlipX);
        using var vertical = ResizeKernelMap.Create(
            height,
            placement.ResizedHeight,
            placement.Top + placement.Rows.Start,
            placement.Rows.Length,
            filter,
            orientation.FlipY);
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
    /// Resizes each stored row horizontally, into a ring of the rows that the second pass needs at a time, and then
    /// combines rows.
    /// </summary>
    private static void AlongThenAcross(
        PixelBuffer pixels, ResizeKernelMap along, ResizeKernelMap across, Target target, bool wide)
    {
        const int group = ResizePasses.RowsAtOnce;
        var slots = SourceRows.SlotCount(pixels, group);
        var slotSize = SourceRows.SlotSize(along.SourceStart, along.SourceEnd);
        var ring = across.MaxCount + group;
        var rowSize = (3 * along.Length) + ResizePasses.RowSlack;
        var bytes = checked(((long)slots * slotSize) + ((ring + 1L) * rowSize));
        using var scratch = new Scratch(bytes, slots, across.MaxCount);
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
                var weights = across.Weights.Slice(output * across.Stride, count);
                AcrossRows(scratch.Pointers[..count], weights, result, wide);
                target.Write(output, result);
            }
        }
    }

    /// <summary>Combines the stored rows first, and then resizes the resulting rows horizontally.</summary>
    private static void AcrossThenAlong(
        PixelBuffer pixels, ResizeKernelMap along, ResizeKernelMap across, Target target, bool wide)
    {
        const int group = ResizePasses.RowsAtOnce;
        var slots = SourceRows.SlotCount(pixels, across.MaxCount);
        var slotSize = SourceRows.SlotSize(along.SourceStart, along.SourceEnd);
        var rowSize = (3 * along.Length) + ResizePasses.RowSlack;
        var bytes = checked(((slots + (long)group) * slotSize) + ((long)group * rowSize));
        using var scratch = new Scratch(bytes, slots, across.MaxCount);
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

    private static void AlongRows(
        ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, ResizeKernelMap map, bool wide)
    {
        if (wide)
            Avx2ResizePasses.AlongRows(sources, targets, map);
        else
            ResizePasses.AlongRows(sources, targets, map);
    }

    private static void AcrossRows(
        ReadOnlySpan<nint> sources, ReadOnlySpan<int> weights, Span<byte> target, bool wide)
    {
        if (wide)
            Avx2ResizePasses.AcrossRows(sources, weights, target);
        else
            ResizePasses.AcrossRows(sources, weights, target);
    }

    /// <summary>The output, filled row by row, or column by column if the stored picture is transposed.</summary>
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

    /// <summary>Pooled memory for one resize.</summary>
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
