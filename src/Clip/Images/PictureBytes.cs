using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Clip.Images;

/// <summary>
/// The bytes of a picture file. Decoders get bytes and never a path, because a decoder library may interpret parts of a
/// path (ImageMagick: <c>msl:x</c>, <c>a[1].png</c>, <c>@list</c>) and a file may change while it is read.
/// </summary>
internal sealed class PictureBytes : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    private PictureBytes(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>The bytes that were read.</summary>
    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="PictureException">It is missing, a directory, unreadable, empty or too large.</exception>
    internal static PictureBytes Read(string path, PictureLimits limits)
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
            return length <= limit ? Read(handle, (int)length) : throw PictureErrors.FileTooLarge(path, length, limit);
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

    private static PictureBytes Read(SafeFileHandle handle, int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var read = 0;
        while (read < length)
        {
            var count = RandomAccess.Read(handle, buffer.AsSpan(read, length - read), read);
            if (count <= 0)
                break; // the file has become shorter
            read += count;
        }

        return new PictureBytes(buffer, read);
    }

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
