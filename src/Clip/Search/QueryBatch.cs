using System.Runtime.InteropServices;

namespace Clip.Search;

/// <summary>Queries, checked and copied to aligned, padded memory, to be answered in one pass over the rows.</summary>
internal sealed unsafe class QueryBatch : IDisposable
{
    private float* _memory;

    /// <param name="queries">One or more vectors of the same dimension, one after the other.</param>
    /// <param name="dimension">Numbers a vector.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension, or a number is not finite.</exception>
    public QueryBatch(ReadOnlySpan<float> queries, int dimension)
    {
        if (queries.IsEmpty || queries.Length % dimension != 0)
        {
            throw new ArgumentException(
                $"{queries.Length} numbers are not whole queries of dimension {dimension}.", nameof(queries));
        }
        foreach (var number in queries)
        {
            if (!float.IsFinite(number))
                throw new ArgumentException("A query holds a number that is not finite.", nameof(queries));
        }

        var count = queries.Length / dimension;
        var stride = VectorMatrix.StrideOf(dimension);
        var bytes = (nuint)count * (nuint)stride * sizeof(float);
        _memory = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_memory, bytes);
        Vectors = new VectorMatrix(_memory, count, dimension);
        for (var i = 0; i < count; i++)
            queries.Slice(i * dimension, dimension).CopyTo(new Span<float>(Vectors[i], dimension));
    }

    ~QueryBatch() => Free();

    public VectorMatrix Vectors { get; }

    public int Count => (int)Vectors.RowCount;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
