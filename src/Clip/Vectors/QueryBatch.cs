using System.Runtime.InteropServices;

namespace Clip.Vectors;

/// <summary>
/// Queries, checked and copied to aligned, padded memory, to be answered in one pass over the rows. Its creator
/// disposes it; copies of the struct share the memory.
/// </summary>
internal readonly unsafe struct QueryBatch : IDisposable
{
    /// <param name="queries">One or more vectors of the same dimension, one after the other.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <exception cref="ArgumentException">
    /// The length is not a multiple of the dimension, or a number is not finite.
    /// </exception>
    public QueryBatch(ReadOnlySpan<float> queries, int dimensions)
    {
        if (queries.IsEmpty || queries.Length % dimensions != 0)
        {
            throw new ArgumentException(
                $"{queries.Length} numbers are not whole queries of dimension {dimensions}.", nameof(queries));
        }
        VectorLength.RequireFinite(queries, nameof(queries));

        var count = queries.Length / dimensions;
        var stride = VectorMatrix.StrideOf(dimensions);
        var bytes = (nuint)count * (nuint)stride * sizeof(float);
        var memory = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(memory, bytes);
        Vectors = new VectorMatrix(memory, count, dimensions);
        for (var i = 0; i < count; i++)
            queries.Slice(i * dimensions, dimensions).CopyTo(new Span<float>(Vectors[i], dimensions));
    }

    public VectorMatrix Vectors { get; }

    public int Count => (int)Vectors.RowCount;

    public void Dispose() => NativeMemory.AlignedFree(Vectors[0]);
}
