using System.Buffers;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Clip.Files;

/// <summary>
/// A 128-bit hash of a file's content (XXH128, seed 0), which identifies files that were moved or copied. It is not
/// cryptographic: it does not protect against collisions made on purpose.
/// </summary>
internal static class ContentHash
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>The hash of content in memory.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> content) => XxHash128.HashToUInt128(content);

    /// <summary>The hash of a file's content, read once from start to end. Safe to call from several threads.</summary>
    /// <exception cref="ClipException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static UInt128 OfFile(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            return OfPart(file, 0, long.MaxValue, cancellationToken).Hash;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
    }

    /// <summary>The hash of a part of an open file, read once. Safe to call from several threads.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How many bytes it has; those behind the end of the file are left out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The hash, and of how many bytes it is.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (UInt128 Hash, long Length) OfPart(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var hash = new XxHash128();
            var done = 0L;
            while (done < length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var some = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done));
                var read = RandomAccess.Read(file, some, offset + done);
                if (read == 0)
                    break;
                hash.Append(some[..read]);
                done += read;
            }
            return (hash.GetCurrentHashAsUInt128(), done);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
