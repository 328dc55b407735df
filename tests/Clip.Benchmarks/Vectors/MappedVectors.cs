using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Clip.Vectors;

namespace Clip.Benchmarks.Vectors;

/// <summary>
/// More vectors than fit in memory: the vectors are in a mapped file, as in an index on disk, and only their codes are
/// in memory.
/// </summary>
internal sealed unsafe class MappedVectors : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _vectors;
    private readonly byte* _codes;
    private readonly RowBitmap _all = new();
    private readonly long _count;
    private readonly int _dimension;

    /// <summary>Creates the file, on all cores.</summary>
    public MappedVectors(string path, long count, int dimensions, SpanAction fill)
    {
        (_count, _dimension) = (count, dimensions);
        var bytes = count * VectorMatrix.StrideOf(dimensions) * sizeof(float);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, bytes);
        _view = _file.CreateViewAccessor(0, bytes);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _vectors);
        _codes = (byte*)NativeMemory.AlignedAlloc((nuint)CodeMatrix.BytesOf(count, dimensions), 64);
        Parallel.For(
            0,
            (count + CodeMatrix.BlockRows - 1) / CodeMatrix.BlockRows,
            () => new VectorQuantizer(dimensions),
            (block, _, quantizer) =>
            {
                var end = Math.Min(count, (block + 1) * CodeMatrix.BlockRows);
                for (var row = block * CodeMatrix.BlockRows; row < end; row++)
                {
                    var vector = new Span<float>(Rows[row], dimensions);
                    fill(vector, (int)row);
                    quantizer.Quantize(vector, Codes, row);
                }

                return quantizer;
            },
            static _ => { });
        for (var row = 0L; row < count; row++)
            _all.Add(row);
    }

    /// <summary>Writes the vector of a row.</summary>
    public delegate void SpanAction(Span<float> vector, int row);

    public long CodeBytes => CodeMatrix.BytesOf(_count, _dimension);

    private VectorMatrix Rows => new((float*)_vectors, _count, _dimension);

    private CodeMatrix Codes => new(_codes, _count, _dimension);

    public ScoredRow[][] Search(ReadOnlySpan<float> queries, int topK, ScanWork? work = null) =>
        Find(queries, topK, Codes, work);

    public ScoredRow[][] SearchBruteForce(ReadOnlySpan<float> queries, int topK) =>
        Find(queries, topK, null, null);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        NativeMemory.AlignedFree(_codes);
    }

    private ScoredRow[][] Find(ReadOnlySpan<float> queries, int topK, CodeMatrix? codes, ScanWork? work)
    {
        using var batch = new QueryBatch(queries, _dimension);
        return ExactScan.Find(Rows, batch, _all, topK, codes: codes, work: work);
    }
}
