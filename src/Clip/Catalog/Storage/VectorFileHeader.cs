using System.Buffers.Binary;
using System.IO.Hashing;
using Clip.Catalog.Database;
using Clip.Vectors;

namespace Clip.Catalog.Storage;

/// <summary>
/// The first page of a vector file. Little-endian: 8 bytes magic, then 32-bit format version, element type,
/// dimension and stride (dimensions per row, padding included), the file's 16-byte identity, and a 64-bit XXH3 of all
/// that. The rows follow on the next page.
/// </summary>
/// <param name="Dimensions">Dimensions per vector.</param>
/// <param name="Id">Identifies the file to the catalog that it belongs to.</param>
/// <param name="ElementType">The type of the elements: <see cref="Float32"/> or <see cref="Codes"/>.</param>
internal readonly record struct VectorFileHeader(int Dimensions, Guid Id, int ElementType = VectorFileHeader.Float32)
{
    /// <summary>
    /// A whole page, so that rows are aligned for any processor and never share a page with the header.
    /// </summary>
    public const int Size = 4096;

    public const int Float32 = 1;

    /// <summary>8-bit codes of rotated vectors. Another way to compute them gets another number.</summary>
    public const int Codes = 2;

    private const int FormatVersion = 1;
    private const int ChecksumAt = 40;

    private static ReadOnlySpan<byte> Magic => "ClipVecs"u8;

    /// <summary>The header of the vector file that a catalog names.</summary>
    public static VectorFileHeader Of(CatalogState state) => new(state.Model.Dimensions, state.VectorFileId);

    public void Write(Span<byte> page)
    {
        page.Clear();
        Magic.CopyTo(page);
        BinaryPrimitives.WriteInt32LittleEndian(page[8..], FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(page[12..], ElementType);
        BinaryPrimitives.WriteInt32LittleEndian(page[16..], Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(page[20..], VectorMatrix.StrideOf(Dimensions));
        Id.TryWriteBytes(page[24..]);
        BinaryPrimitives.WriteUInt64LittleEndian(page[ChecksumAt..], XxHash3.HashToUInt64(page[..ChecksumAt]));
    }

    /// <summary>Whether a page is the header of a vector file of another format version.</summary>
    public static bool IsOfOtherFormat(ReadOnlySpan<byte> page) =>
        page.Length == Size && page.StartsWith(Magic)
        && BinaryPrimitives.ReadInt32LittleEndian(page[8..]) != FormatVersion;

    /// <summary>Why a page is not the header of the file with this identity and dimension; null when it is.</summary>
    public string? Mismatch(ReadOnlySpan<byte> page)
    {
        if (page.Length < Size || !page.StartsWith(Magic))
            return "is not a vector file";
        // The version comes before the checksum, whose place and kind a later format may change.
        if (IsOfOtherFormat(page))
        {
            var version = BinaryPrimitives.ReadInt32LittleEndian(page[8..]);
            return $"is of format {version}, and this program reads format {FormatVersion}";
        }
        if (BinaryPrimitives.ReadUInt64LittleEndian(page[ChecksumAt..]) != XxHash3.HashToUInt64(page[..ChecksumAt]))
            return "has a damaged header";

        Span<byte> expected = stackalloc byte[Size];
        Write(expected);
        return page[..ChecksumAt].SequenceEqual(expected[..ChecksumAt]) ? null : "belongs to another index";
    }
}
