using System.Buffers.Binary;
using System.Text;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Faiss;

/// <summary>
/// Reads flat indexes of faiss, which hold the vectors as they are. Other kinds are named; they hold codes, or lists in
/// another order. Source: index_write.cpp of faiss.
/// </summary>
internal static class FaissReader
{
    /// <summary>
    /// Dimensions, rows, two unused numbers, whether it is trained, and the metric; then the vectors' count.
    /// </summary>
    private const int DataStart = 45;

    private static readonly string[] Kinds =
    [
        "IxFI", "IxF2", "IxFl", "IxMp", "IxM2", "IxSQ", "IHNf", "IHNp", "IHNs", "IHN2", "IwFl", "IwFd", "IwPQ", "IwSq",
        "IwQR", "IxPQ", "IxPo", "IxPT", "IxHE", "ILfd", "INSf", "IwSQ",
    ];

    /// <summary>Whether a file begins as an index of faiss.</summary>
    public static bool Is(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && Kinds.Contains(Encoding.Latin1.GetString(start[..4]));

    public static VectorTable Read(string path)
    {
        var content = InterchangeFile.Read(path);
        var kind = Encoding.Latin1.GetString(content, 0, 4);
        if (kind is not ("IxFI" or "IxF2"))
        {
            throw new InterchangeException(
                path, $"is an index of faiss of the kind {kind}, which does not hold the vectors as they are",
                "give the .npy file that it was made of");
        }

        if (content.Length < DataStart)
            throw InterchangeException.Damaged(path, "ends inside its header");
        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(4));
        var count = BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8));
        var values = BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(DataStart - 8));
        if (dimensions <= 0 || count < 0 || values > (ulong)(content.Length - DataStart) / sizeof(float)
            || values / (ulong)dimensions != (ulong)count || values % (ulong)dimensions != 0)
        {
            throw InterchangeException.Damaged(path, "does not hold the vectors that its header announces");
        }

        var rows = new VectorRows(path, "faiss index") { HasPaths = false };
        for (var row = 0; row < count; row++)
        {
            var vector = content.AsSpan(DataStart + row * dimensions * sizeof(float), dimensions * sizeof(float));
            rows.Add(VectorRows.RowName(row), VectorRows.Number(row), FloatValues.FromSingles(vector));
        }

        return rows.Build();
    }
}
