using Clip.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Clip.Catalog.Storage;

internal sealed unsafe partial class VectorFile
{
    /// <summary>Why the file cannot be searched; null for one that can.</summary>
    public IndexException? Problem { get; private init; }

    /// <summary>
    /// Opens what there is of a file that <see cref="Open"/> refuses, for <see cref="RowsThere"/> only.
    /// </summary>
    /// <param name="path">Where it is, or was.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="problem">Why <see cref="Open"/> refuses it.</param>
    public static VectorFile OpenUnusable(string path, int dimensions, IndexException problem)
    {
        var file = File.Exists(path)
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : new SafeFileHandle();
        return new VectorFile(file, path, dimensions) { Problem = problem };
    }

    /// <summary>
    /// Opens a file to write as <see cref="Open"/> does, after restoring a header and a length that it lacks.
    /// </summary>
    /// <exception cref="IndexException">It is of another format.</exception>
    public static VectorFile OpenRepaired(string path, VectorFileHeader header, long rowCount)
    {
        try
        {
            return Open(path, header, rowCount, writable: true);
        }
        catch (IndexException problem) when (problem.IsRepairable)
        {
            Repair(path, header, rowCount);
        }
        return Open(path, header, rowCount, writable: true);
    }

    private static void Repair(string path, VectorFileHeader header, long rowCount)
    {
        using var file = File.OpenHandle(
            path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> page = stackalloc byte[VectorFileHeader.Size];
        header.Write(page);
        RandomAccess.Write(file, page, 0);
        var length = VectorFileHeader.Size + rowCount * VectorMatrix.StrideOf(header.Dimensions) * sizeof(float);
        if (RandomAccess.GetLength(file) < length)
            RandomAccess.SetLength(file, length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// The first rows as far as the file holds them, whatever is wrong with it. Valid as those of <see cref="Rows"/>
    /// are.
    /// </summary>
    /// <param name="rowCount">How many at most.</param>
    public VectorMatrix RowsThere(long rowCount)
    {
        var length = _file.IsInvalid ? 0 : RandomAccess.GetLength(_file);
        var there = Math.Clamp((length - VectorFileHeader.Size) / RowBytes, 0, rowCount);
        return there == 0 ? new VectorMatrix(null, 0, _dimension) : Mapped(there);
    }
}
