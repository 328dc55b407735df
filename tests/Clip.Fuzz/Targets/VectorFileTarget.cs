using System.Buffers.Binary;
using System.IO.Hashing;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Fuzz.Targets;

/// <summary>
/// A vector file: the rows that a catalog names, how it is opened, the beginning of the header, the rows. Between the
/// last two lie zeros up to the end of the page, so that inputs stay small.
/// </summary>
internal static class VectorFileTarget
{
    private const int Dimensions = 4;
    private const int HeadBytes = 48;
    private const int ChecksumAt = 40;

    private static readonly VectorFileHeader Header =
        new(Dimensions, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

    public static FuzzTarget Target { get; } = new("vector-file", Read) { Words = ["ClipVecs"] };

    private static void Read(byte[] input)
    {
        if (input.Length < 2)
            return;
        var (rowCount, flags) = (input[0], input[1]);
        var path = Scratch.Write("vectors-1.f32", Layout(input.AsSpan(2), repairsChecksum: (flags & 2) != 0));
        using var file = VectorFile.Open(path, Header, rowCount, writable: (flags & 1) != 0);
        var rows = file.Rows(rowCount);
        for (var row = 0; row < rowCount; row++)
            VectorFile.Checksum(rows, row);
        using var query = new QueryBatch([1, 0, -1, 0.5f], Dimensions);
        var selected = new RowBitmap();
        for (var row = 0; row < rowCount + 3; row++)
            selected.Add(row);
        foreach (var (row, _) in ExactScan.Find(rows, query, selected, topK: 3)[0])
        {
            if (row < 0 || row >= rowCount)
                throw new InvalidOperationException($"row {row} of {rowCount} was found");
        }
        if ((flags & 1) != 0)
            file.Write(rowCount, [1, 2, 3, 4]);
    }

    /// <summary>
    /// The file's bytes. A checksum would keep mutations from getting any further, so it can be made right.
    /// </summary>
    public static byte[] Layout(ReadOnlySpan<byte> content, bool repairsChecksum)
    {
        if (content.Length < HeadBytes)
            return content.ToArray();
        var file = new byte[VectorFileHeader.Size + content.Length - HeadBytes];
        content[..HeadBytes].CopyTo(file);
        content[HeadBytes..].CopyTo(file.AsSpan(VectorFileHeader.Size));
        if (repairsChecksum)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                file.AsSpan(ChecksumAt), XxHash3.HashToUInt64(file.AsSpan(0, ChecksumAt)));
        }
        return file;
    }
}
