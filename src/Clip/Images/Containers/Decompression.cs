using System.IO.Compression;

namespace Clip.Images.Containers;

/// <summary>Decompresses blocks up to a maximum length.</summary>
internal static class Decompression
{
    /// <summary>The content of a Brotli stream; empty if it is damaged or too long.</summary>
    public static byte[] Brotli(ReadOnlySpan<byte> compressed, int maxBytes)
    {
        using var stream = new BrotliStream(Open(compressed), CompressionMode.Decompress);
        return Read(stream, maxBytes);
    }

    /// <summary>The content of a zlib stream; empty if it is damaged or too long.</summary>
    public static byte[] ZLib(ReadOnlySpan<byte> compressed, int maxBytes)
    {
        using var stream = new ZLibStream(Open(compressed), CompressionMode.Decompress);
        return Read(stream, maxBytes);
    }

    private static MemoryStream Open(ReadOnlySpan<byte> compressed) => new(compressed.ToArray(), writable: false);

    private static byte[] Read(Stream stream, int maxBytes)
    {
        try
        {
            using var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = stream.Read(buffer)) > 0; content.Write(buffer, 0, read))
            {
                if (content.Length + read > maxBytes)
                    return [];
            }
            return content.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or IOException)
        {
            return [];
        }
    }
}
