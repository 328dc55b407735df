using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Catalog.Database;
using Clip.Files;
using Clip.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Clip.Catalog.Storage;

/// <summary>
/// Vectors on disk: a header and rows, only ever appended to. The catalog records how many rows belong to the index;
/// what follows them is left over from an interrupted writer. Readers map the rows that the catalog names and nothing
/// more, so a writer may append to, and truncate, what follows them. Any number of threads may read rows that have been
/// mapped; nothing else is thread-safe.
/// </summary>
internal sealed unsafe partial class VectorFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly int _dimension;
    private readonly byte[] _rowBuffer;
    private FileView? _view;
    private long _mappedCount = -1;

    private VectorFile(SafeFileHandle file, string path, int dimensions)
    {
        _file = file;
        _dimension = dimensions;
        Path = path;
        RowBytes = VectorMatrix.StrideOf(dimensions) * sizeof(float);
        _rowBuffer = new byte[RowBytes];
    }

    public string Path { get; }

    /// <summary>Bytes per row, padding included.</summary>
    public int RowBytes { get; }

    /// <summary>How many rows are mapped; -1 for none.</summary>
    public long MappedRows => _mappedCount;

    /// <summary>Creates an empty file, on disk when this returns.</summary>
    public static VectorFile Create(string path, VectorFileHeader header)
    {
        Span<byte> page = stackalloc byte[VectorFileHeader.Size];
        header.Write(page);
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, page, 0);
            RandomAccess.FlushToDisk(file);
            return new VectorFile(file, path, header.Dimensions);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file that a catalog names and maps its rows.</summary>
    /// <exception cref="IndexException">As of the other overload.</exception>
    public static VectorFile OpenToRead(IndexLocation location, CatalogState state)
    {
        var file = Open(state.VectorPath(location), VectorFileHeader.Of(state), state.Rows, writable: false);
        try
        {
            file.Mapped(state.Rows);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file that a catalog names.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="header">The header that it must have.</param>
    /// <param name="rowCount">How many rows the catalog names.</param>
    /// <param name="writable">Open to append; what follows <paramref name="rowCount"/> rows is truncated.</param>
    /// <exception cref="IndexException">
    /// It is missing, of another index or format, or shorter than the catalog says.
    /// </exception>
    public static VectorFile Open(string path, VectorFileHeader header, long rowCount, bool writable)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(
                path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException missing)
        {
            throw IndexException.VectorsUnusable(path, "is missing, though the catalog beside it names it", missing);
        }

        var file = new VectorFile(handle, path, header.Dimensions);
        try
        {
            Span<byte> page = stackalloc byte[VectorFileHeader.Size];
            var read = page[..RandomAccess.Read(handle, page, 0)];
            if (header.Mismatch(read) is { } problem)
            {
                throw VectorFileHeader.IsOfOtherFormat(read)
                    ? IndexException.VectorFormatUnknown(path, problem)
                    : IndexException.VectorsUnusable(path, problem);
            }

            var length = RandomAccess.GetLength(handle);
            var named = file.Offset(rowCount);
            if (length < named)
            {
                var whole = (length - VectorFileHeader.Size) / file.RowBytes;
                throw IndexException.VectorsUnusable(path, $"was cut short: it holds {whole} of {rowCount} vectors");
            }
            if (writable && length > named)
                file.Truncate(named);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a row; it reaches the disk with the next <see cref="Flush"/>.</summary>
    /// <param name="row">The row after the last one of the index.</param>
    /// <param name="vector">A vector of the file's dimension.</param>
    /// <returns>The row's checksum.</returns>
    public ulong Write(long row, ReadOnlySpan<float> vector)
    {
        MemoryMarshal.AsBytes(vector).CopyTo(_rowBuffer);
        try
        {
            RandomAccess.Write(_file, _rowBuffer, Offset(row));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(Path, failed);
        }
        return XxHash3.HashToUInt64(_rowBuffer);
    }

    /// <summary>Returns when every row written is on disk.</summary>
    public void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(Path, failed);
        }
    }

    /// <summary>
    /// The first rows of the file, mapped or read if they are not yet; valid until more rows are mapped, or
    /// <see cref="Dispose"/>.
    /// </summary>
    /// <param name="rowCount">How many; they must have been written.</param>
    /// <exception cref="IndexException">
    /// The file became shorter since it was opened, or could never be used.
    /// </exception>
    public VectorMatrix Rows(long rowCount)
    {
        if (Problem is not null)
            throw Problem;
        return Mapped(rowCount);
    }

    /// <summary>As <see cref="Rows"/>, but null where the file system cannot map the file.</summary>
    /// <exception cref="IndexException">As of <see cref="Rows"/>.</exception>
    public VectorMatrix? TryMapRows(long rowCount)
    {
        if (Problem is not null)
            throw Problem;
        if (rowCount > _mappedCount && !Map(rowCount, FileView.TryMap))
            return null;
        return Matrix(rowCount);
    }

    private VectorMatrix Mapped(long rowCount)
    {
        if (rowCount > _mappedCount)
            Map(rowCount, FileView.Open);
        return Matrix(rowCount);
    }

    private VectorMatrix Matrix(long rowCount) =>
        new((float*)(_view!.Start + VectorFileHeader.Size), rowCount, _dimension);

    /// <summary>What <see cref="Write"/> returned for a row, if nothing has changed it.</summary>
    public static ulong Checksum(VectorMatrix rows, long row) =>
        XxHash3.HashToUInt64(new ReadOnlySpan<byte>(rows[row], rows.Stride * sizeof(float)));

    public void Dispose()
    {
        Unmap();
        _file.Dispose();
    }

    private long Offset(long row) => VectorFileHeader.Size + row * RowBytes;

    private void Truncate(long length)
    {
        try
        {
            RandomAccess.SetLength(_file, length);
        }
        catch (IOException)
        {
            // Windows does not truncate a file that a reader has mapped. New rows will overwrite the rest.
        }
    }

    private bool Map(long rowCount, Func<SafeFileHandle, long, FileView?> open)
    {
        Unmap();
        try
        {
            if (RandomAccess.GetLength(_file) < Offset(rowCount))
                throw IndexException.VectorsUnusable(Path, "became shorter while in use");
            _view = open(_file, Offset(rowCount));
        }
        catch (Exception failed) when (UnreadableFile.Is(failed))
        {
            throw IndexException.From(Path, failed);
        }
        if (_view is null)
            return false;
        _mappedCount = rowCount;
        return true;
    }

    private void Unmap()
    {
        _view?.Dispose();
        _view = null;
        _mappedCount = -1;
    }
}
