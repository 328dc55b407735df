using System.Buffers;
using System.Runtime.InteropServices;
using Clip.Resources;
using Microsoft.Win32.SafeHandles;

namespace Clip.Images;

/// <summary>
/// The bytes of a picture file. Decoders get bytes and never a path, because a decoder library may interpret parts of a
/// path (ImageMagick: <c>msl:x</c>, <c>a[1].png</c>, <c>@list</c>) and a file may change while it is read.
/// </summary>
internal sealed unsafe class PictureBytes : IDisposable
{
    /// <summary>Buffers up to this length are kept for other files, by each thread.</summary>
    private const int LargestKept = 4 << 20;

    private readonly MemoryReservation? _memory;
    private readonly byte[] _kept = [];
    private readonly byte* _native;
    private readonly int _capacity;
    private int _length;
    private bool _disposed;

    private PictureBytes(int capacity, MemoryReservation? memory)
    {
        _memory = memory;
        _capacity = capacity;
        if (capacity <= LargestKept)
            _kept = ArrayPool<byte>.Shared.Rent(capacity);
        else
            _native = (byte*)NativeMemory.Alloc((nuint)capacity);
    }

    /// <summary>The bytes that were read.</summary>
    internal ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Buffer[.._length];
        }
    }

    private Span<byte> Buffer => _native == null ? _kept : new Span<byte>(_native, _capacity);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What a picture may cost.</param>
    /// <param name="memory">The memory that the file takes until this is disposed, waited for; null: any.</param>
    /// <param name="readsPipes">
    /// Whether a pipe or a device is read to its end, as a user expects who names one (<c>/dev/stdin</c>, process
    /// substitution). Otherwise it is not opened, because reading it might never end.
    /// </param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="PictureException">It is missing, a directory, unreadable, empty or too large.</exception>
    internal static PictureBytes Read(
        string path, PictureLimits limits, MemoryBudget? memory = null, bool readsPipes = false,
        CancellationToken cancellationToken = default)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                throw Directory.Exists(path) ? PictureErrors.Folder(path) : PictureErrors.Missing(path);
            var limit = Math.Min(limits.MaxFileBytes, Array.MaxLength);
            // Pipes and devices have no length, and what a link in /dev/fd leads to does not even have a name.
            var target = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            if (readsPipes && (!target.Exists || target.Length == 0))
                return ReadToEnd(path, limit, memory, cancellationToken);
            if (target.Exists && target.Length == 0)
                throw PictureErrors.Empty(path);
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > limit)
                throw PictureErrors.FileTooLarge(path, length, limit);
            if (memory is not null && memory.Refuses(length))
                throw PictureErrors.BeyondBudget(path, length, memory.Bytes);
            return Read(handle, (int)length, memory?.ReserveFile(length, cancellationToken));
        }
        catch (UnauthorizedAccessException e)
        {
            throw PictureErrors.Forbidden(path, e);
        }
        catch (IOException e)
        {
            throw PictureErrors.Unreadable(path, e);
        }
        catch (NotSupportedException e)
        {
            throw PictureErrors.Pipe(path, e);
        }
    }

    /// <summary>Reads the start of a regular file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    internal static PictureBytes ReadStart(string path, int maxBytes)
    {
        using var handle = File.OpenHandle(path);
        return Read(handle, (int)Math.Min(maxBytes, RandomAccess.GetLength(handle)));
    }

    private static PictureBytes ReadToEnd(
        string path, long limit, MemoryBudget? memory, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var length = 0;
            while (stream.Read(buffer, length, buffer.Length - length) is > 0 and var count)
            {
                length += count;
                if (length > limit)
                    throw PictureErrors.PipeTooLarge(path, limit);
                if (length < buffer.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * length, Array.MaxLength));
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
            var bytes = new PictureBytes(length, memory?.ReserveFile(length, cancellationToken)) { _length = length };
            buffer.AsSpan(0, length).CopyTo(bytes.Buffer);
            return bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static PictureBytes Read(SafeFileHandle handle, int length, MemoryReservation? memory = null)
    {
        var bytes = new PictureBytes(length, memory);
        try
        {
            while (bytes._length < length)
            {
                var count = RandomAccess.Read(handle, bytes.Buffer[bytes._length..length], bytes._length);
                if (count <= 0)
                    break; // the file has become shorter
                bytes._length += count;
            }
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_native == null)
            ArrayPool<byte>.Shared.Return(_kept);
        NativeMemory.Free(_native);
        _memory?.Dispose();
    }
}
