using System.Numerics;
using System.Runtime.InteropServices;

namespace Clip.Images.Decoding.Png;

/// <summary>Undoes the filters of PNG rows (PNG specification, section 9).</summary>
internal static class PngFilter
{
    /// <summary>Turns a filtered row into the stored samples, in place.</summary>
    /// <param name="type">The filter type, 0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, all zero for the first row.</param>
    /// <param name="distance">The bytes from a pixel to the next, at least 1.</param>
    /// <returns>False if there is no such filter.</returns>
    internal static bool Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (type)
        {
            case 0:
                return true;
            case 1:
                for (var i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                return true;
            case 2:
                Add(row, above);
                return true;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) >> 1);
                return true;
            case 4:
                UndoPaeth(row, above, distance);
                return true;
            default:
                return false;
        }
    }

    private static void Add(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var vectorsAbove = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += vectorsAbove[i];
        for (var i = vectors.Length * Vector<byte>.Count; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < Math.Min(distance, row.Length); i++)
            row[i] += above[i];
        // One sample of all pixels after the other, so that the neighbors stay in registers.
        for (var first = 0; first < distance; first++)
        {
            if (first + distance >= row.Length)
                break;
            int left = row[first], corner = above[first];
            for (var i = first + distance; i < row.Length; i += distance)
            {
                int up = above[i];
                var (toLeft, toUp) = (up - corner, left - corner);
                var toCorner = Math.Abs(toLeft + toUp);
                (toLeft, toUp) = (Math.Abs(toLeft), Math.Abs(toUp));
                var predicted = toUp <= toCorner ? up : corner;
                if (toLeft <= toUp && toLeft <= toCorner)
                    predicted = left;
                left = row[i] = (byte)(row[i] + predicted);
                corner = up;
            }
        }
    }
}
