using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>Pictures for tests to index and to ask with.</summary>
internal static class Pictures
{
    /// <summary>A photo of the gallery.</summary>
    public static string Photo(string name) => Path.Combine(EmbeddedModel.Gallery, "photos", name);

    /// <summary>A gray PNG of any size, small on disk, generated without holding its pixels in memory.</summary>
    public static byte[] Png(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var compressed = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[width + 1];
            for (var y = 0; y < height; y++)
                compressed.Write(row);
        }
        byte[] header = [.. BigEndian((uint)width), .. BigEndian((uint)height), 8, 0, 0, 0, 0];
        return
        [
            0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", rows.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] BigEndian(uint number) =>
        [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(type), .. content];
        var crc = Crc32.HashToUInt32(checkedPart);
        return [.. BigEndian((uint)content.Length), .. checkedPart, .. BigEndian(crc)];
    }
}
