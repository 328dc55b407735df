using System.Buffers;
using System.IO.Hashing;

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
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var hash = new XxHash128();
            for (long offset = 0; ;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(file, buffer, offset);
                if (read == 0)
                    return hash.GetCurrentHashAsUInt128();
                hash.Append(buffer.AsSpan(0, read));
                offset += read;
            }
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
