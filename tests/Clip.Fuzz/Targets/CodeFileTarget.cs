using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Fuzz.Targets;

/// <summary>
/// The 8-bit codes beside a vector file, laid out as <see cref="VectorFileTarget"/> has it. Codes whose checksums are
/// right count as true, so what is found with them must be what is found without.
/// </summary>
internal static class CodeFileTarget
{
    private const int Dimension = 4;
    private const int RowCount = 70;

    private static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Lazy<VectorFile> Vectors = new(MakeVectors);

    public static FuzzTarget Target { get; } = new("code-file", Read) { Words = ["ClipVecs"] };

    private static void Read(byte[] input)
    {
        if (input.Length < 1)
            return;
        var vectors = Vectors.Value.Rows(RowCount);
        var path = Scratch.Write("vectors-1.codes", VectorFileTarget.Layout(input.AsSpan(1), repairsChecksum: (input[0] & 2) != 0));
        using var file = CodeFile.TryOpen(path, Dimension, Id, writable: (input[0] & 1) != 0);
        if (file?.Rows(vectors, Checksums) is not { } codes)
            return;

        using var query = new QueryBatch([1, 0, -1, 0.5f], Dimension);
        var selected = new RowBitmap();
        for (var row = 0; row < RowCount; row++)
            selected.Add(row);
        var found = ExactScan.Find(vectors, query, selected, topK: 5, codes: codes)[0];
        if (!found.SequenceEqual(ExactScan.Find(vectors, query, selected, topK: 5)[0]))
            throw new InvalidOperationException("codes have changed an answer");

        IEnumerable<ulong?> Checksums(long first, int count)
        {
            for (var row = first; row < first + count; row++)
                yield return VectorFile.Checksum(Vectors.Value.Rows(RowCount), row);
        }
    }

    private static VectorFile MakeVectors()
    {
        var header = new VectorFileHeader(Dimension, Id);
        var path = Scratch.At("coded.f32");
        using (var file = VectorFile.Create(path, header))
        {
            for (var row = 0; row < RowCount; row++)
                file.Write(row, [row % 7 - 3, row % 5, 1f / (row + 1), row % 2 * -0.25f]);
        }
        return VectorFile.Open(path, header, RowCount, writable: false);
    }
}
