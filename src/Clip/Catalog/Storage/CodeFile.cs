using System.Runtime.InteropServices;
using Clip.Files;
using Clip.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Clip.Catalog.Storage;

/// <summary>
/// The 8-bit codes of a vector file's rows, in a file of its own: a header like that of the vectors, then blocks of 64
/// rows in the layout of <see cref="CodeMatrix"/>. The codes are derived from the vectors, so nothing depends on the
/// file: a writer rebuilds what is missing or damaged, and a reader searches the vectors instead. Thread-safe.
/// </summary>
/// <remarks>
/// A row is used once its checksum has been verified since the file was opened. The checksum includes that of the
/// vector, so it also rejects codes of another vector, left over from an interrupted writer or copied from another
/// index, and the file need not reach the disk before the catalog does.
/// </remarks>
internal sealed unsafe class CodeFile : IDisposable
{
    /// <summary>Rows that are verified between two checks for cancellation.</summary>
    private const int BatchRows = 256 * CodeMatrix.BlockRows;

    private readonly string _path;
    private readonly VectorFileHeader _header;
    private readonly bool _isWritable;

    /// <summary>Rows are verified by one thread at a time; the others wait for its result.</summary>
    private readonly SemaphoreSlim _verifying = new(1);

    private SafeFileHandle? _file;
    private long _verifiedRows;

    /// <summary>Names the codes of a vector file; opens nothing yet.</summary>
    /// <param name="path">Where they are.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="id">The identity of the vector file.</param>
    /// <param name="isWritable">Whether to add and rebuild rows; a missing or foreign file is replaced then.</param>
    public CodeFile(string path, int dimensions, Guid id, bool isWritable)
    {
        _path = path;
        _header = new VectorFileHeader(dimensions, id, VectorFileHeader.Codes);
        _isWritable = isWritable;
    }

    /// <summary>Maps the codes of all given vectors, which the caller disposes.</summary>
    /// <param name="vectors">All rows of the index, from the first.</param>
    /// <param name="checksums">Returns the checksums of consecutive vectors, null for an unknown one.</param>
    /// <param name="cancellationToken">Stops the verification; what was verified is not verified again.</param>
    /// <returns>Null when some codes are missing or damaged and could not be rebuilt.</returns>
    public CodeView? TryMap(
        VectorMatrix vectors, Func<long, int, ulong?[]> checksums, CancellationToken cancellationToken = default)
    {
        FileView? view = null;
        _verifying.Wait(cancellationToken);
        try
        {
            _file ??= CodeFileOpening.TryOpen(_path, _header, _isWritable);
            if (_file is null)
                return null;
            view = TryMap(_file, vectors.RowCount);
            if (view is null)
                return null;
            var codes = new CodeView(view, vectors.RowCount, _header.Dimensions);
            if (!Verify(vectors, codes.Matrix, checksums, cancellationToken))
                return null;
            view = null;
            return codes;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            view?.Dispose();
            _verifying.Release();
        }
    }

    /// <summary>Verifies every row again before it is used the next time.</summary>
    public void Invalidate()
    {
        _verifying.Wait();
        _verifiedRows = 0;
        _verifying.Release();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _verifying.Dispose();
    }

    private FileView? TryMap(SafeFileHandle file, long rowCount)
    {
        var length = VectorFileHeader.Size + CodeMatrix.BytesOf(rowCount, _header.Dimensions);
        if (RandomAccess.GetLength(file) < length)
        {
            if (!_isWritable)
                return null;
            RandomAccess.SetLength(file, length);
        }
        // Where files are not mapped but read, searching the vectors alone reads less.
        return FileView.TryMap(file, length);
    }

    private bool Verify(
        VectorMatrix vectors, CodeMatrix codes, Func<long, int, ulong?[]> checksums,
        CancellationToken cancellationToken)
    {
        while (_verifiedRows < vectors.RowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = _verifiedRows / CodeMatrix.BlockRows * CodeMatrix.BlockRows;
            var count = (int)Math.Min(BatchRows, vectors.RowCount - first);
            var known = checksums(first, count);
            var isUsable = true;
            Parallel.For(0, (count + CodeMatrix.BlockRows - 1) / CodeMatrix.BlockRows, block =>
            {
                var at = block * CodeMatrix.BlockRows;
                var some = known.AsSpan(at, Math.Min(CodeMatrix.BlockRows, count - at));
                if (!CodeBlock.IsIntact(codes, first + at, some) && !TryRebuild(vectors, first + at, some))
                    Volatile.Write(ref isUsable, false);
            });
            if (!isUsable)
                return false;
            _verifiedRows = first + count;
        }
        return true;
    }

    /// <summary>Rebuilds a block. Intact rows keep their bytes, so a reader may use them meanwhile.</summary>
    private bool TryRebuild(VectorMatrix vectors, long firstRow, ReadOnlySpan<ulong?> checksums)
    {
        if (!_isWritable)
            return false;
        var length = (int)CodeMatrix.BytesOf(1, _header.Dimensions);
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, 64);
        try
        {
            NativeMemory.Clear(memory, (nuint)length);
            var codes = new CodeMatrix(memory, checksums.Length, _header.Dimensions);
            if (!CodeBlock.TryBuild(vectors, firstRow, checksums, codes))
                return false;
            RandomAccess.Write(
                _file!, new ReadOnlySpan<byte>(memory, length),
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
}
