using System.IO.Compression;

namespace Clip.Interchange.Parquet;

/// <summary>Decompresses pages. What is announced is a limit; memory grows only with what is there.</summary>
internal static class PageData
{
    /// <summary>No page of a sound file is larger than a few megabytes.</summary>
    private const long MaxPage = 512 << 20;

    /// <summary>Decompresses a page.</summary>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="codec">The number of the compression.</param>
    /// <param name="length">The announced length of the page.</param>
    /// <exception cref="InvalidDataException">The page is damaged, or longer than announced.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> source, long codec, long length)
    {
        if (length is < 0 or > MaxPage)
            throw new InvalidDataException($"a page of {length:N0} bytes");
        var result = codec switch
        {
            0 => source,
            1 => SnappyBlock.Decompress(source.Span, (int)length),
            2 => Inflate(new GZipStream(Stream(source), CompressionMode.Decompress), (int)length),
            4 => Inflate(new BrotliStream(Stream(source), CompressionMode.Decompress), (int)length),
            5 => Lz4Block.DecompressFramed(source.Span, (int)length),
            6 => Inflate(new ZstdSharp.DecompressionStream(Stream(source)), (int)length),
            7 => Lz4Block.Decompress(source.Span, (int)length),
            _ => throw new InvalidDataException($"a page of the unknown compression {codec}"),
        };
        return result.Length == length
            ? result
            : throw new InvalidDataException($"a page of {result.Length:N0} bytes that announces {length:N0}");
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> source) => new(source.ToArray());

    private static ReadOnlyMemory<byte> Inflate(Stream stream, int length)
    {
        using (stream)
        {
            var result = new GrowingBytes(length);
            var block = new byte[1 << 14];
            try
            {
                int count;
                while ((count = stream.Read(block)) > 0)
                    result.Add(block.AsSpan(0, count));
            }
            catch (Exception error) when (error is ZstdSharp.ZstdException or IOException)
            {
                throw new InvalidDataException("a damaged page", error);
            }

            return result.Written;
        }
    }
}

/// <summary>Bytes up to an announced length, which is not believed.</summary>
internal sealed class GrowingBytes(int limit)
{
    private byte[] _bytes = new byte[Math.Min(limit, 1 << 16)];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <exception cref="InvalidDataException">There are more bytes than announced.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Repeats bytes from a distance before the end; they may overlap what is written.</summary>
    public void Repeat(int distance, int count)
    {
        if (distance <= 0 || distance > Length)
            throw new InvalidDataException("a damaged page");
        Reserve(count);
        for (; count > 0; count--, Length++)
            _bytes[Length] = _bytes[Length - distance];
    }

    private Span<byte> Reserve(int count)
    {
        if (count > limit - Length)
            throw new InvalidDataException("a page longer than it announces");
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(_bytes.Length * 2L, (long)Length + count)));
        return _bytes.AsSpan(Length);
    }
}
