using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Clip.Tests.Images.Png;

/// <summary>Writes PNG files, also wrong ones.</summary>
internal static class PngBuilder
{
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    internal static byte[] Header(int width, int height, byte bits, byte color, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (bits, color, interlace);
        return Chunk("IHDR"u8, header);
    }

    internal static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, bool wrongChecksum = false)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        var checksum = Crc32.HashToUInt32(chunk.AsSpan(4, 4 + content.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), wrongChecksum ? ~checksum : checksum);
        return chunk;
    }

    internal static byte[] Compress(ReadOnlySpan<byte> rows)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            zlib.Write(rows);
        return compressed.ToArray();
    }
}
