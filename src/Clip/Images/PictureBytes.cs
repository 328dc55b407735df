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
    private int _length;
    private bool _disposed;

    private PictureBytes(int capacity, MemoryReservation? memory)
    {
        _memory = memory;
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
            return _native == null ? _kept.AsSpan(0, _length) : new ReadOnlySpan<byte>(_native, _length);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest file.</param>
    /// <param name="memory">The memory that the file takes until this is disposed, waited for; null: any.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <exception cref="PictureException">It is missing, a directory, unreadable, empty or too large.</exception>
    internal static PictureBytes Read(
        string path, PictureLimits limits, MemoryBudget? memory = null, CancellationToken cancellation = default)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                throw Directory.Exists(path) ? PictureErrors.Folder(path) : PictureErrors.Missing(path);
            // Includes pipes and devices, which are not opened because reading them might never end.
            if (info.Length == 0)
                throw PictureErrors.Empty(path);
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            var limit = Math.Min(limits.MaxFileBytes, Array.MaxLength);
            if (length > limit)
                throw PictureErrors.FileTooLarge(path, length, limit);
            if (memory is not null && memory.Refuses(length))
                throw PictureErrors.BeyondBudget(path, length, memory.Bytes);
            return Read(handle, (int)length, memory?.ReserveFile(length, cancellation));
        }
        catch (UnauthorizedAccessException e)
        {
            throw PictureErrors.Forbidden(path, e);
        }
        catch (IOException e)
        {
            throw PictureErrors.Unreadable(path, e);
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

    private static PictureBytes Read(SafeFileHandle handle, int length, MemoryReservation? memory = null)
    {
        var bytes = new PictureBytes(length, memory);
        try
        {
            var buffer = bytes._native == null ? bytes._kept.AsSpan(0, length) : new Span<byte>(bytes._native, length);
            while (bytes._length < length)
            {
                var count = RandomAccess.Read(handle, buffer[bytes._length..], bytes._length);
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
