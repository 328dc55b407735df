using System.Buffers;

namespace Clip.Images;

/// <summary>
/// A picture file's bytes. The decoder is given bytes and never a path, because ImageMagick gives meaning to parts
/// of a path (<c>msl:x</c>, <c>a[1].png</c>, <c>@list</c>) and a file may change while it is read.
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

    /// <summary>The whole file.</summary>
    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads a file.</summary>
    /// <exception cref="PictureException">It is missing, a directory, unreadable, empty or too large.</exception>
    internal static PictureBytes Read(string path, PictureLimits limits)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                throw Directory.Exists(path) ? PictureErrors.Folder(path) : PictureErrors.Missing(path);
            if (info.Length == 0) // pipes and devices too, which are not opened since they might never end
                throw PictureErrors.Empty(path);
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            var limit = Math.Min(limits.MaxFileBytes, Array.MaxLength);
            if (length > limit)
                throw PictureErrors.FileTooLarge(path, length, limit);

            var buffer = ArrayPool<byte>.Shared.Rent((int)length);
            var read = 0;
            for (int got; read < length && (got = RandomAccess.Read(handle, buffer.AsSpan(read, (int)length - read), read)) > 0;)
                read += got;
            return new PictureBytes(buffer, read);
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

    /// <summary>Reads the beginning of a file that is known to be one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static PictureBytes ReadStart(string path, int mostBytes)
    {
        using var handle = File.OpenHandle(path);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(mostBytes, Math.Max(1, RandomAccess.GetLength(handle))));
        var limit = Math.Min(mostBytes, buffer.Length);
        var read = 0;
        for (int got; read < limit && (got = RandomAccess.Read(handle, buffer.AsSpan(read, limit - read), read)) > 0;)
            read += got;
        return new PictureBytes(buffer, read);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
