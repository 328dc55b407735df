namespace Clip.Vectors;

/// <summary>
/// A view of 8-bit codes in unmanaged memory, a quarter of the size of their vectors. They lie in blocks of 64 rows, as
/// many as a word of a <see cref="RowBitmap"/> selects: the codes of all rows, then a <see cref="CodeBound"/> per row,
/// then a 64-bit checksum per row. Owns nothing: its creator keeps the memory alive.
/// </summary>
internal readonly unsafe struct CodeMatrix(byte* blocks, long rowCount, int dimensions)
{
    public const int BlockRows = 64;

    /// <summary>
    /// Below this many bytes of vectors, opening and verifying their codes takes longer than it saves.
    /// </summary>
    public const int WorthwhileBytes = 8 << 20;

    public long RowCount { get; } = rowCount;

    /// <summary>Codes per row: one per dimension, padding included.</summary>
    public int Stride { get; } = VectorMatrix.StrideOf(dimensions);

    /// <summary>Bytes per block.</summary>
    public long BlockBytes => BlockBytesOf(Stride);

    /// <summary>The codes of a row, aligned to 32 bytes.</summary>
    public sbyte* this[long row] => (sbyte*)(Block(row) + row % BlockRows * Stride);

    /// <summary>How far the codes of a row may differ from its vector.</summary>
    public CodeBound* Bound(long row) => (CodeBound*)(Block(row) + BlockRows * (long)Stride) + row % BlockRows;

    /// <summary>The checksum of a row, where codes are kept in a file.</summary>
    public ulong* Checksum(long row) =>
        (ulong*)(Block(row) + BlockRows * (long)(Stride + sizeof(CodeBound))) + row % BlockRows;

    /// <summary>Whether a search of vectors is faster with their codes.</summary>
    public static bool IsWorthwhile(VectorMatrix vectors) => IsWorthwhile(vectors.RowCount, vectors.Dimensions);

    /// <summary>Whether a search of that many vectors is faster with their codes.</summary>
    public static bool IsWorthwhile(long rowCount, int dimensions) =>
        rowCount * VectorMatrix.StrideOf(dimensions) * sizeof(float) >= WorthwhileBytes;

    /// <summary>Bytes per block.</summary>
    /// <param name="stride">Codes per row.</param>
    public static long BlockBytesOf(int stride) => BlockRows * (long)(stride + sizeof(CodeBound) + sizeof(ulong));

    /// <summary>Bytes per row, its bound and checksum included.</summary>
    public static long RowBytesOf(int dimensions) => BlockBytesOf(VectorMatrix.StrideOf(dimensions)) / BlockRows;

    /// <summary>Bytes of a number of rows; the last block is a whole one.</summary>
    public static long BytesOf(long rowCount, int dimensions) =>
        (rowCount + BlockRows - 1) / BlockRows * BlockBytesOf(VectorMatrix.StrideOf(dimensions));

    private byte* Block(long row) => blocks + row / BlockRows * BlockBytes;
}

/// <summary>Bounds the dot product of a row's vector by that of its codes.</summary>
/// <param name="Scale">The value of one step of a code.</param>
/// <param name="Reach">
/// Times the length of a query, how far the 32-bit dot product with it may differ from that of the codes: the length of
/// the quantization error, and what rounding may add. Infinite where the codes give no bound.
/// </param>
internal readonly record struct CodeBound(float Scale, float Reach);
