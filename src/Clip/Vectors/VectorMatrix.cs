namespace Clip.Vectors;

/// <summary>
/// A view of vectors in unmanaged memory, one per row, 32-bit, each padded with zeros to whole steps of the dot
/// product. Owns nothing: its creator keeps the memory alive.
/// </summary>
internal readonly unsafe struct VectorMatrix(float* rows, long rowCount, int dimensions)
{
    /// <summary>The most dimensions of a vector; today's largest models have 4,096.</summary>
    public const int MaxDimension = 65_536;

    public long RowCount { get; } = rowCount;

    public int Dimensions { get; } = dimensions;

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; } = StrideOf(dimensions);

    /// <summary>The first number of a row, aligned to at least 64 bytes.</summary>
    public float* this[long row] => rows + row * Stride;

    /// <summary>The vector at a row, without its padding.</summary>
    public ReadOnlySpan<float> Vector(long row) => new(this[row], Dimensions);

    /// <summary>Some of the rows.</summary>
    public VectorMatrix Slice(long first, long count) => new(this[first], count, Dimensions);

    /// <summary>Elements per row of a dimension, padding included.</summary>
    public static int StrideOf(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaxDimension);
        return (dimensions + DotProduct.Step - 1) / DotProduct.Step * DotProduct.Step;
    }
}
