using System.Runtime.InteropServices;

namespace Clip.Vectors;

/// <summary>
/// Rows of numbers in unmanaged memory of their own, padded and aligned as <see cref="VectorMatrix"/> asks. For
/// computations that read every vector many times.
/// </summary>
internal sealed unsafe class AlignedRows : IDisposable
{
    private const nuint Alignment = 64;

    private float* _memory;

    /// <summary>Reserves rows of zeros.</summary>
    public AlignedRows(int rowCount, int dimensions)
    {
        var bytes = checked((nuint)Math.Max(1, rowCount) * (nuint)VectorMatrix.StrideOf(dimensions) * sizeof(float));
        _memory = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_memory, bytes);
        Matrix = new VectorMatrix(_memory, rowCount, dimensions);
        Count = rowCount;
    }

    ~AlignedRows() => Free();

    /// <summary>The rows.</summary>
    public VectorMatrix Matrix { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Copies rows that lie one after the other.</summary>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or not all finite.</exception>
    public static AlignedRows Of(ReadOnlySpan<float> vectors, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (vectors.Length % dimensions != 0)
        {
            throw new ArgumentException(
                $"{vectors.Length} numbers are no whole rows of {dimensions} dimensions.", nameof(vectors));
        }
        VectorLength.RequireFinite(vectors, nameof(vectors));
        var rows = new AlignedRows(vectors.Length / dimensions, dimensions);
        for (var row = 0; row < rows.Count; row++)
            vectors.Slice(row * dimensions, dimensions).CopyTo(rows.Row(row));
        return rows;
    }

    /// <summary>Some of these rows, in an order.</summary>
    public AlignedRows Gather(ReadOnlySpan<int> which)
    {
        var gathered = new AlignedRows(which.Length, Matrix.Dimensions);
        for (var row = 0; row < which.Length; row++)
            Row(which[row]).CopyTo(gathered.Row(row));
        return gathered;
    }

    /// <summary>A row to read and write, without its padding.</summary>
    public Span<float> Row(int row) => new(Matrix[row], Matrix.Dimensions);

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
