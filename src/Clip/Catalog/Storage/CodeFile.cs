using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Clip.Catalog.Storage;

/// <summary>
/// The 8-bit codes of a vector file's rows, in a file of its own: a header as the vectors have it, then blocks of 64 rows
/// as <see cref="CodeMatrix"/> has them. All of it follows from the vectors, so nothing depends on it: what is missing or
/// damaged is made again by a writer, and a reader does without. Not thread-safe; its owner takes turns.
/// </summary>
/// <remarks>
/// A row is trusted once its checksum was found right since the file was opened. The checksum includes that of the
/// vector, so codes of another vector, left over from a writer that did not finish or from another copy of the index,
/// are told apart too, and the file need not reach the disk before the catalog does.
/// </remarks>
internal sealed unsafe class CodeFile : IDisposable
{
    /// <summary>Rows that are checked before anyone asks whether to stop.</summary>
    private const int BatchRows = 256 * CodeMatrix.BlockRows;

    private readonly SafeFileHandle _file;
    private readonly int _dimension;
    private readonly bool _isWritable;
    private FileView? _view;
    private long _mappedRows;
    private long _trustedRows;

    private CodeFile(SafeFileHandle file, int dimension, bool isWritable)
    {
        _file = file;
        _dimension = dimension;
        _isWritable = isWritable;
    }

    /// <summary>Opens the codes of a vector file; null where a reader finds none, or a writer cannot make any.</summary>
    /// <param name="path">Where they are.</param>
    /// <param name="dimension">Numbers a vector.</param>
    /// <param name="id">The identity of the vector file.</param>
    /// <param name="writable">Open to add and mend rows; a file that is missing or not this is replaced.</param>
    public static CodeFile? TryOpen(string path, int dimension, Guid id, bool writable)
    {
        var header = new VectorFileHeader(dimension, id, VectorFileHeader.Codes);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(
                path, writable ? FileMode.OpenOrCreate : FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete);
            Span<byte> page = stackalloc byte[VectorFileHeader.Size];
            if (header.Mismatch(page[..RandomAccess.Read(file, page, 0)]) is not null)
            {
                if (!writable)
                {
                    file.Dispose();
                    return null;
                }
                // Someone may have the old file mapped: it is replaced, not shortened.
                if (RandomAccess.GetLength(file) > 0)
                {
                    file.Dispose();
                    File.Delete(path);
                    file = File.OpenHandle(
                        path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                }
                header.Write(page);
                RandomAccess.Write(file, page, 0);
            }
            return new CodeFile(file, dimension, writable);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>The codes of all given vectors, valid until the next call or <see cref="Dispose"/>.</summary>
    /// <param name="vectors">All rows that count, from the first.</param>
    /// <param name="checksums">Gives the checksums of the vectors, from a row on, so many of them; null for one unknown.</param>
    /// <param name="cancellation">Stops the checking.</param>
    /// <returns>Null when not all of them are there and sound, or could be made.</returns>
    public CodeMatrix? Rows(
        VectorMatrix vectors, Func<long, int, IEnumerable<ulong?>> checksums, CancellationToken cancellation = default)
    {
        try
        {
            if (vectors.RowCount > _mappedRows && !TryMap(vectors.RowCount))
                return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var codes = new CodeMatrix(_view!.Start + VectorFileHeader.Size, vectors.RowCount, _dimension);
        while (_trustedRows < vectors.RowCount)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = _trustedRows / CodeMatrix.BlockRows * CodeMatrix.BlockRows;
            var count = (int)Math.Min(BatchRows, vectors.RowCount - first);
            var known = checksums(first, count).ToArray();
            var unsound = 0;
            Parallel.For(0, (count + CodeMatrix.BlockRows - 1) / CodeMatrix.BlockRows, block =>
            {
                var at = block * CodeMatrix.BlockRows;
                var some = known.AsSpan(at, Math.Min(CodeMatrix.BlockRows, count - at));
                if (!IsSound(codes, first + at, some) && !TryMake(vectors, first + at, some))
                    Volatile.Write(ref unsound, 1);
            });
            if (unsound != 0)
                return null;
            _trustedRows = first + count;
        }
        return codes;
    }

    /// <summary>Forgets what was found sound: everything is checked before it is used again.</summary>
    public void Distrust() => _trustedRows = 0;

    public void Dispose()
    {
        _view?.Dispose();
        _file.Dispose();
    }

    private bool TryMap(long rowCount)
    {
        var length = VectorFileHeader.Size + CodeMatrix.BytesOf(rowCount, _dimension);
        if (RandomAccess.GetLength(_file) < length)
        {
            if (!_isWritable)
                return false;
            RandomAccess.SetLength(_file, length);
        }
        _view?.Dispose();
        _view = null;
        _mappedRows = 0;
        _view = new FileView(_file, length);
        _mappedRows = rowCount;
        return true;
    }

    private static bool IsSound(CodeMatrix codes, long firstRow, ReadOnlySpan<ulong?> checksums)
    {
        for (var i = 0; i < checksums.Length; i++)
        {
            if (checksums[i] is not { } vector || *codes.Checksum(firstRow + i) != Checksum(codes, firstRow + i, vector))
                return false;
        }
        return true;
    }

    /// <summary>Makes a block anew. Sound rows get the bytes that they have, so a reader may use them meanwhile.</summary>
    private bool TryMake(VectorMatrix vectors, long firstRow, ReadOnlySpan<ulong?> checksums)
    {
        if (!_isWritable)
            return false;
        var length = (int)CodeMatrix.BytesOf(1, _dimension);
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, 64);
        try
        {
            NativeMemory.Clear(memory, (nuint)length);
            var codes = new CodeMatrix(memory, checksums.Length, _dimension);
            var encoder = new VectorEncoder(_dimension);
            for (var i = 0; i < checksums.Length; i++)
            {
                if (checksums[i] is not { } vector)
                    return false;
                encoder.Encode(vectors.Vector(firstRow + i), codes, i);
                *codes.Checksum(i) = Checksum(codes, i, vector);
            }
            RandomAccess.Write(
                _file, new ReadOnlySpan<byte>(memory, length),
                VectorFileHeader.Size + firstRow / CodeMatrix.BlockRows * codes.BlockBytes);
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static ulong Checksum(CodeMatrix codes, long row, ulong vector) => XxHash3.HashToUInt64(
        new ReadOnlySpan<byte>(codes[row], codes.Stride),
        BitConverter.ToInt64(new ReadOnlySpan<byte>(codes.Bound(row), sizeof(CodeBound))) ^ (long)vector);
}
