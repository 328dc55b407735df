using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Clip.Tests.Images;

/// <summary>Small files that are large, or take long, when they are decoded.</summary>
internal static class HostileBombs
{
    /// <summary>All bombs with their names.</summary>
    public static IEnumerable<(string Name, byte[] Data)> All()
    {
        yield return ("gigapixel.png", Png(50_000, 50_000, rows: 100));
        yield return ("large.png", Png(9_000, 9_000, rows: 9_000));
        yield return ("one-row-of-many.png", Png(9_000, 9_000, rows: 1));
        yield return (
            "long-text.png", Png(8, 8, rows: 8, Chunk("zTXt"u8, [.. "Comment\0\0"u8, .. Zipped(200_000_000)])));
        yield return (
            "long-profile.png", Png(8, 8, rows: 8, Chunk("iCCP"u8, [.. "icc\0\0"u8, .. Zipped(200_000_000)])));
        yield return (
            "many-texts.png",
            Png(
                8,
                8,
                rows: 8,
                [
                    .. Enumerable.Repeat(Chunk("zTXt"u8, [.. "a\0\0"u8, .. Zipped(100_000)]), 2_000)
                        .SelectMany(chunk => chunk),
                ]));
        yield return ("too-many-rows.png", Png(8, 8, rows: 20_000_000));
        yield return ("large.webp", LosslessWebP(9_000, 9_000));
        yield return ("too-large.webp", LosslessWebP(16_384, 16_384));
        yield return ("frames.gif", Gif(frames: 10_000, 16, 16));
        yield return ("large-frames.gif", Gif(frames: 10_000, 15_000, 15_000));
        yield return ("too-large.gif", Gif(frames: 10_000, 65_535, 65_535));
        yield return ("zipped.tif", Tiff(50_000, 50_000, Zipped(2_000_000)));
        yield return ("zipped-large.tif", Tiff(9_000, 9_000, Zipped(9_000 * 9_000)));
        yield return ("more-zipped-than-told.tif", Tiff(100, 100, Zipped(200_000_000)));
        yield return ("directories.tif", ManyDirectories(20_000));
        yield return ("scans.jpg", ManyScans(HostileSamples.All["progressive.jpg"], edge: null, 20_000));
        yield return (
            "scans-of-a-large-picture.jpg", ManyScans(HostileSamples.All["progressive.jpg"], edge: 1_900, 20_000));
        yield return (
            "markers.jpg",
            [
                0xFF,
                0xD8,
                .. Enumerable.Repeat((byte[])[0xFF, 0xFE, 0, 2], 500_000).SelectMany(marker => marker),
                .. HostileSamples.All["q95-s0.jpg"][2..]]);
        yield return (
            "comment.ppm", [.. "P6\n#"u8, .. Enumerable.Repeat((byte)'x', 20_000_000), .. "\n1 1 255\n123"u8]);
        yield return (
            "comments.ppm",
            [
                .. "P6\n"u8,
                .. Enumerable.Repeat("#\n"u8.ToArray(), 1_000_000).SelectMany(line => line),
                .. "1 1 255\n123"u8]);
        yield return ("digits.ppm", [.. "P6 "u8, .. Enumerable.Repeat((byte)'9', 1_000_000), .. " 1 255\n123"u8]);
        yield return ("no-rows.ppm", "P3 15000 15000 255\n"u8.ToArray());
        yield return (
            "words.pam",
            [
                .. "P7\n"u8,
                .. Enumerable.Repeat("WIDTH 1\n"u8.ToArray(), 500_000).SelectMany(line => line),
                .. "HEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\n123"u8]);
        yield return (
            "deep.pam", Encoding.ASCII.GetBytes("P7\nWIDTH 8000\nHEIGHT 8000\nDEPTH 65535\nMAXVAL 65535\nENDHDR\n123"));
        yield return ("runs.bmp", RunLengthBitmap(9_000, 9_000));
        yield return ("icons.ico", ManyIcons(65_535));
        yield return ("tiles.jp2", Tiles(HostileSamples.All["rgba.jp2"], 60_000));
    }

    private static byte[] Zipped(int zeros)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[100_000];
            for (var left = zeros; left > 0; left -= block.Length)
                deflate.Write(block.AsSpan(0, Math.Min(left, block.Length)));
        }
        return data.ToArray();
    }

    /// <summary>A PNG with one bit per pixel.</summary>
    private static byte[] Png(int width, int height, int rows, byte[]? chunks = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        return
        [
            0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR"u8, header), .. chunks ?? [],
            .. Chunk("IDAT"u8, Zipped((1 + ((width + 7) / 8)) * rows)), .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. kind, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }

    /// <summary>A WebP of one color, whose codes have no bits: thirty bytes for any size.</summary>
    private static byte[] LosslessWebP(uint width, uint height)
    {
        var bits = (UInt128)(width - 1) | ((UInt128)(height - 1) << 14);
        for (var code = 0; code < 5; code++)
            bits |= (UInt128)1 << (35 + (4 * code)); // behind alpha, version, transforms, color cache and meta codes
        var content = new byte[12];
        content[0] = 0x2F;
        for (var i = 1; i < content.Length; i++)
            content[i] = (byte)(bits >> (8 * (i - 1)));
        return [.. "RIFF"u8, 24, 0, 0, 0, .. "WEBPVP8L"u8, 12, 0, 0, 0, .. content];
    }

    private static byte[] Gif(int frames, ushort width, ushort height)
    {
        byte[] size = [(byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)];
        byte[] frame = [0x2C, 0, 0, 0, 0, .. size, 0, 2, 2, 0x4C, 0x01, 0];
        return
        [
            .. "GIF89a"u8, .. size, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
            .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes), 0x3B,
        ];
    }

    /// <summary>A gray TIFF with one strip, compressed with deflate.</summary>
    private static byte[] Tiff(int width, int height, byte[] strip)
    {
        (int Tag, int Value)[] entries =
            [
                (256, width),
                (257, height),
                (258, 8),
                (259, 8),
                (262, 1),
                (273, 8),
                (277, 1),
                (278, height),
                (279, strip.Length)];
        return [.. "II*\0"u8, .. Int32(8 + strip.Length), .. strip, .. Directory(entries, next: 0)];
    }

    private static byte[] ManyDirectories(int count)
    {
        const int length = 2 + (9 * 12) + 4;
        using var tiff = new MemoryStream();
        tiff.Write([.. "II*\0"u8, .. Int32(8)]);
        for (var i = 1; i <= count; i++)
            tiff.Write(
                Directory(
                    [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1), (279, 1)],
                    i == count ? 0 : 8 + (i * length)));
        return tiff.ToArray();
    }

    private static byte[] Directory((int Tag, int Value)[] entries, int next) =>
    [
        (byte)entries.Length, 0,
        .. entries.SelectMany(
            entry => (byte[])[(byte)entry.Tag, (byte)(entry.Tag >> 8), 4, 0, 1, 0, 0, 0, .. Int32(entry.Value)]),
        .. Int32(next),
    ];

    private static byte[] Int32(int value) =>
        [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    /// <summary>A progressive JPEG whose last scan is repeated; each scan covers the whole picture.</summary>
    private static byte[] ManyScans(byte[] jpeg, ushort? edge, int scans)
    {
        var bytes = jpeg.ToArray();
        if (edge is { } length)
        {
            var frame = bytes.AsSpan().IndexOf<byte>([0xFF, 0xC2, 0]);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 5), length);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 7), length);
        }

        var scan = bytes.AsSpan().LastIndexOf<byte>([0xFF, 0xDA, 0]);
        var header = bytes.AsSpan(scan, 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(scan + 2))).ToArray();
        return
        [
            .. bytes[..^2], .. Enumerable.Repeat((byte[])[.. header, 0], scans).SelectMany(again => again), 0xFF, 0xD9,
        ];
    }

    private static byte[] RunLengthBitmap(int width, int height)
    {
        byte[] info = [.. Int32(40), .. Int32(width), .. Int32(height), 1, 0, 8, 0, .. Int32(1), .. new byte[20]];
        return [.. "BM"u8, .. Int32(0), 0, 0, 0, 0, .. Int32(54 + 1024), .. info, .. new byte[1024], 255, 1, 0, 1];
    }

    private static byte[] ManyIcons(ushort count)
    {
        var png = Png(50_000, 50_000, rows: 1);
        byte[] entry = [0, 0, 0, 0, 1, 0, 32, 0, .. Int32(png.Length), .. Int32(6 + (16 * count))];
        return [0, 0, 1, 0, (byte)count, 0, .. Enumerable.Repeat(entry, count).SelectMany(bytes => bytes), .. png];
    }

    /// <summary>A JPEG 2000 with as many tiles as pixels.</summary>
    private static byte[] Tiles(byte[] jpeg2000, uint edge)
    {
        var bytes = jpeg2000.ToArray();
        var size = bytes.AsSpan().IndexOf<byte>([0xFF, 0x4F, 0xFF, 0x51]);
        foreach (var (at, value) in ((int, uint)[])[(8, edge), (12, 1), (24, 1), (28, 1)])
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(size + at), value);
        var box = bytes.AsSpan().IndexOf("ihdr"u8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(box + 4), 1);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(box + 8), edge);
        return bytes;
    }
}
