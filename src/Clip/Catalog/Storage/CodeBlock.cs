using System.IO.Hashing;
using Clip.Vectors;

namespace Clip.Catalog.Storage;

/// <summary>Builds and verifies the codes and checksums of a block of rows.</summary>
internal static unsafe class CodeBlock
{
    /// <summary>Whether consecutive rows have the checksums that belong to their vectors.</summary>
    public static bool IsIntact(CodeMatrix codes, long firstRow, ReadOnlySpan<ulong?> checksums)
    {
        for (var i = 0; i < checksums.Length; i++)
        {
            if (checksums[i] is not { } vector
                || *codes.Checksum(firstRow + i) != Checksum(codes, firstRow + i, vector))
                return false;
        }
        return true;
    }

    /// <summary>Quantizes the rows of a block.</summary>
    /// <returns>False when the checksum of a vector is not known.</returns>
    public static bool TryBuild(
        VectorMatrix vectors, long firstRow, ReadOnlySpan<ulong?> checksums, CodeMatrix block)
    {
        var quantizer = new VectorQuantizer(vectors.Dimensions);
        for (var i = 0; i < checksums.Length; i++)
        {
            if (checksums[i] is not { } vector)
                return false;
            quantizer.Quantize(vectors.Vector(firstRow + i), block, i);
            *block.Checksum(i) = Checksum(block, i, vector);
        }
        return true;
    }

    private static ulong Checksum(CodeMatrix codes, long row, ulong vector) => XxHash3.HashToUInt64(
        new ReadOnlySpan<byte>(codes[row], codes.Stride),
        BitConverter.ToInt64(new ReadOnlySpan<byte>(codes.Bound(row), sizeof(CodeBound))) ^ (long)vector);
}
