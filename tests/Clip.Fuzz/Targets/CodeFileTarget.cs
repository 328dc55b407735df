using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Fuzz.Targets;

/// <summary>
/// The 8-bit codes beside a vector file, in the layout of <see cref="VectorFileTarget"/>. Codes with correct checksums
/// are trusted, so a search must find the same with them as without.
/// </summary>
internal static class CodeFileTarget
{
    private const int Dimensions = 4;
    private const int RowCount = 70;

    private static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Lazy<VectorFile> Vectors = new(WriteVectors);

    public static FuzzTarget Target { get; } = new("code-file", Read) { Words = ["ClipVecs"] };

    private static void Read(byte[] input)
    {
        if (input.Length < 1)
            return;
        var vectors = Vectors.Value.Rows(RowCount);
        var layout = VectorFileTarget.Layout(input.AsSpan(1), repairsChecksum: (input[0] & 2) != 0);
        var path = Scratch.Write("vectors-1.codes", layout);
        using var file = new CodeFile(path, Dimensions, Id, isWritable: (input[0] & 1) != 0);
        using var codes = file.TryMap(vectors, Checksums);
        if (codes is null)
            return;

        using var query = new QueryBatch([1, 0, -1, 0.5f], Dimensions);
        var selected = new RowBitmap();
        for (var row = 0; row < RowCount; row++)
            selected.Add(row);
        var found = ExactScan.Find(vectors, query, selected, topK: 5, codes: codes.Matrix)[0];
        if (!found.SequenceEqual(ExactScan.Find(vectors, query, selected, topK: 5)[0]))
            throw new InvalidOperationException("codes changed an answer");

        static ulong?[] Checksums(long first, int count)
        {
            var rows = Vectors.Value.Rows(RowCount);
            var checksums = new ulong?[count];
            for (var i = 0; i < count; i++)
                checksums[i] = VectorFile.Checksum(rows, first + i);
            return checksums;
        }
    }

    private static VectorFile WriteVectors()
    {
        var header = new VectorFileHeader(Dimensions, Id);
        var path = Scratch.At("coded.f32");
        using (var file = VectorFile.Create(path, header))
        {
            for (var row = 0; row < RowCount; row++)
                file.Write(row, [row % 7 - 3, row % 5, 1f / (row + 1), row % 2 * -0.25f]);
        }
        return VectorFile.Open(path, header, RowCount, writable: false);
    }
}
