using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Clip.Tests.Images;

/// <summary>Intact pictures whose headers claim a wrong size.</summary>
internal static class HostileHeaders
{
    private static readonly uint[] Edges = [0, 1, 4_000, 8_000, 65_535, 1_000_001, int.MaxValue, uint.MaxValue];

    /// <summary>All files with their names.</summary>
    public static IEnumerable<(string Name, byte[] Data)> All()
    {
        foreach (var (name, sample) in HostileSamples.All)
        {
            foreach (var width in Edges)
            {
                foreach (var height in (uint[])[width, 16])
                {
                    if (Lie(name, sample, width, height) is { } lie)
                        yield return ($"{width}x{height}-{name}", lie);
                }
            }
            if (name.EndsWith(".tif", StringComparison.Ordinal) || name.EndsWith(".dng", StringComparison.Ordinal))
            {
                foreach (var (what, lie) in DirectoryLies(sample))
                    yield return ($"{what}-{name}", lie);
            }
        }
    }

    private static byte[]? Lie(string name, byte[] sample, uint width, uint height)
    {
        var lie = sample.ToArray();
        switch (Path.GetExtension(name))
        {
            case ".png":
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(16), width);
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(20), height);
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(29), Crc32.HashToUInt32(lie.AsSpan(12, 17)));
                return lie;
            case ".jpg":
                var frame = Math.Max(
                    lie.AsSpan().IndexOf<byte>([0xFF, 0xC0, 0]), lie.AsSpan().IndexOf<byte>([0xFF, 0xC2, 0]));
                BinaryPrimitives.WriteUInt16BigEndian(lie.AsSpan(frame + 5), (ushort)height);
                BinaryPrimitives.WriteUInt16BigEndian(lie.AsSpan(frame + 7), (ushort)width);
                return lie;
            case ".gif":
                BinaryPrimitives.WriteUInt16LittleEndian(lie.AsSpan(6), (ushort)width);
                BinaryPrimitives.WriteUInt16LittleEndian(lie.AsSpan(8), (ushort)height);
                var part = lie.AsSpan().IndexOf<byte>([0x2C, 0, 0, 0, 0]);
                if (part > 0 && width != 4_000) // there the canvas alone lies
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(lie.AsSpan(part + 5), (ushort)width);
                    BinaryPrimitives.WriteUInt16LittleEndian(lie.AsSpan(part + 7), (ushort)height);
                }
                return lie;
            case ".bmp":
                BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(18), width);
                BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(22), height);
                return lie;
            case ".ico":
                (lie[6], lie[7]) = ((byte)width, (byte)height);
                var bitmap = lie.AsSpan().IndexOf<byte>([40, 0, 0, 0]);
                if (bitmap > 0)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(bitmap + 4), width);
                    BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(bitmap + 8), height);
                }
                return lie;
            case ".psd":
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(14), height);
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(18), width);
                return lie;
            case ".webp":
                return WebPLie(lie, width, height);
            case ".jp2" or ".j2k":
                // Decoded for seconds, because JPEG 2000 may need no data for so many pixels; 4,000 shows as much.
                if ((width, height) is (8_000, 8_000))
                    return null;
                var box = lie.AsSpan().IndexOf("ihdr"u8);
                if (box > 0)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(box + 4), height);
                    BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(box + 8), width);
                }
                var size = lie.AsSpan().IndexOf<byte>([0xFF, 0x4F, 0xFF, 0x51]);
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(size + 8), width);
                BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(size + 12), height);
                return lie;
            case ".avif" or ".heic":
                for (int at = 0, next; (next = lie.AsSpan(at).IndexOf("ispe"u8)) >= 0; at += next + 16)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(at + next + 8), width);
                    BinaryPrimitives.WriteUInt32BigEndian(lie.AsSpan(at + next + 12), height);
                }
                return lie;
            case ".jxl":
                return
                [
                    0xFF, 0x0A, .. JpegXLSize(Math.Clamp(width, 1u, 1u << 30), Math.Clamp(height, 1u, 1u << 30)),
                    .. lie[7..],
                ];
            case ".ppm" or ".pgm" or ".pfm":
                return
                [
                    .. Encoding.ASCII.GetBytes(
                        $"{(char)lie[0]}{(char)lie[1]}\n{width} {height}\n"
                        + (name.EndsWith('m') && lie[1] == 'F' ? "-1.0\n" : "255\n")),
                    .. lie[20..],
                ];
            case ".pam":
                return
                [
                    .. Encoding.ASCII.GetBytes(
                        $"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n"),
                    .. lie[60..],
                ];
            case ".tif" or ".dng":
                foreach (var entry in Entries(lie))
                {
                    var tag = BinaryPrimitives.ReadUInt16LittleEndian(lie.AsSpan(entry));
                    if (tag is 256 or 257)
                        WriteEntry(lie, entry, count: 1, tag == 256 ? width : height);
                }
                return lie;
            default:
                return null;
        }
    }

    /// <summary>
    /// Files in which one entry of a TIFF's first directory claims a huge value or count, and the directory is its own
    /// successor.
    /// </summary>
    private static IEnumerable<(string What, byte[] Data)> DirectoryLies(byte[] sample)
    {
        foreach (var entry in Entries(sample))
        {
            var tag = BinaryPrimitives.ReadUInt16LittleEndian(sample.AsSpan(entry));
            (uint, uint)[] lies = [(1, uint.MaxValue), (uint.MaxValue, 8), (int.MaxValue, 8), (1, 0), (70_000, 65_535)];
            foreach (var (count, value) in lies)
            {
                var lie = sample.ToArray();
                WriteEntry(lie, entry, count, value);
                yield return ($"tag{tag}-{count}-{value}", lie);
            }
        }

        var endless = sample.ToArray();
        var directory = BinaryPrimitives.ReadInt32LittleEndian(endless.AsSpan(4));
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(endless.AsSpan(directory));
        BinaryPrimitives.WriteInt32LittleEndian(endless.AsSpan(directory + 2 + (12 * entries)), directory);
        yield return ("endless", endless);
    }

    private static IEnumerable<int> Entries(byte[] tiff)
    {
        var directory = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        return Enumerable.Range(
            0, BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(directory))).Select(i => directory + 2 + (12 * i));
    }

    private static void WriteEntry(byte[] tiff, int entry, uint count, uint value)
    {
        const ushort unsigned32 = 4;
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(entry + 2), unsigned32);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(entry + 4), count);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(entry + 8), value);
    }

    private static byte[] WebPLie(byte[] lie, uint width, uint height)
    {
        var chunk = lie.AsSpan(12);
        if (chunk.StartsWith("VP8X"u8))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(chunk[12..], (width - 1) & 0xFFFFFF);
            var rest = chunk[15..18];
            (rest[0], rest[1], rest[2]) = ((byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16));
        }
        else if (chunk.StartsWith("VP8L"u8))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(
                chunk[9..], ((width - 1) & 0x3FFF) | (((height - 1) & 0x3FFF) << 14));
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(chunk[14..], (ushort)(width & 0x3FFF));
            BinaryPrimitives.WriteUInt16LittleEndian(chunk[16..], (ushort)(height & 0x3FFF));
        }
        return lie;
    }

    /// <summary>The size header of ISO/IEC 18181-1, with both edges in their longest form of 30 bits.</summary>
    private static byte[] JpegXLSize(uint width, uint height)
    {
        var bits = (UInt128)0b110 | ((UInt128)(height - 1) << 3) | ((UInt128)3 << 36) | ((UInt128)(width - 1) << 38);
        var bytes = new byte[9];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(bits >> (8 * i));
        return bytes;
    }
}
