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
    /// <param name="path">The file.</param>
    /// <param name="limits">What a picture may cost.</param>
    /// <param name="readsPipes">
    /// Whether a pipe or a device is read to its end, as a user expects who names one (<c>/dev/stdin</c>, process
    /// substitution). Otherwise it is not opened, because reading it might never end.
    /// </param>
    /// <exception cref="PictureException">It is missing, a directory, unreadable, empty or too large.</exception>
    internal static PictureBytes Read(string path, PictureLimits limits, bool readsPipes = false)
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
                return ReadToEnd(path, limit);
            if (target.Exists && target.Length == 0)
                throw PictureErrors.Empty(path);
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
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

    private static PictureBytes ReadToEnd(string path, long limit)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var length = 0;
        while (stream.Read(buffer, length, buffer.Length - length) is > 0 and var count)
        {
            length += count;
            if (length > limit)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                throw PictureErrors.PipeTooLarge(path, limit);
            }

            if (length < buffer.Length)
                continue;
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * length, Array.MaxLength));
            buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return new PictureBytes(buffer, length);
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
