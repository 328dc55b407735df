namespace Clip.Vectors;

/// <summary>
/// A view of 8-bit codes in unmanaged memory, a quarter of the vectors they stand for. They lie in blocks of 64 rows, as
/// many as a word of a <see cref="RowBitmap"/> selects: the codes of all rows, then a <see cref="CodeBound"/> each, then a
/// 64-bit checksum each. Owns nothing: whoever made it keeps the memory alive.
/// </summary>
internal readonly unsafe struct CodeMatrix(byte* blocks, long rowCount, int dimension)
{
    public const int BlockRows = 64;

    public long RowCount { get; } = rowCount;

    /// <summary>Codes a row: as many as a row of vectors has numbers, padding included.</summary>
    public int Stride { get; } = VectorMatrix.StrideOf(dimension);

    /// <summary>Bytes a block.</summary>
    public long BlockBytes => BlockBytesOf(Stride);

    /// <summary>The codes of a row, aligned to 32 bytes.</summary>
    public sbyte* this[long row] => (sbyte*)(Block(row) + row % BlockRows * Stride);

    /// <summary>How far the codes of a row are from its vector.</summary>
    public CodeBound* Bound(long row) => (CodeBound*)(Block(row) + BlockRows * (long)Stride) + row % BlockRows;

    /// <summary>The checksum of a row, where codes are kept in a file.</summary>
    public ulong* Checksum(long row) =>
        (ulong*)(Block(row) + BlockRows * (long)(Stride + sizeof(CodeBound))) + row % BlockRows;

    /// <summary>Bytes that a block takes.</summary>
    /// <param name="stride">Codes a row.</param>
    public static long BlockBytesOf(int stride) => BlockRows * (long)(stride + sizeof(CodeBound) + sizeof(ulong));

    /// <summary>Bytes that a row takes, its bound and checksum included.</summary>
    public static long RowBytesOf(int dimension) => BlockBytesOf(VectorMatrix.StrideOf(dimension)) / BlockRows;

    /// <summary>Bytes that some rows take; the last block is a whole one.</summary>
    public static long BytesOf(long rowCount, int dimension) =>
        (rowCount + BlockRows - 1) / BlockRows * BlockBytesOf(VectorMatrix.StrideOf(dimension));

    private byte* Block(long row) => blocks + row / BlockRows * BlockBytes;
}

/// <summary>What a row's codes say about its vector: a dot product with it lies near theirs, and how near.</summary>
/// <param name="Scale">What a step of a code is worth.</param>
/// <param name="Reach">
/// Times the length of a query, how far the 32-bit dot product with it may be from that of the codes: the length of what
/// the codes leave out, and what rounding may add. Infinite where the codes say nothing.
/// </param>
internal readonly record struct CodeBound(float Scale, float Reach);
