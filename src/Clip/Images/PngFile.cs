using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Clip.Images;

/// <summary>Writes 8-bit RGB pixels as a PNG file, for example to look at the input of an encoder.</summary>
internal static class PngFile
{
    private const byte SubtractLeftPixel = 1; // the filter type "Sub"

    /// <summary>Writes the file, replacing an existing one.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="rgb">Height × width × 3 bytes, row by row.</param>
    /// <param name="width">The pixels per row, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <exception cref="PictureException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != 3L * width * height)
            throw new ArgumentException($"{width} × {height} pixels have {3L * width * height} bytes.", nameof(rgb));
        try
        {
            using var file = File.Create(path);
            file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
            WriteChunk(file, "IHDR"u8, Header(width, height));
            WriteChunk(file, "IDAT"u8, Compress(rgb, 3 * width));
            WriteChunk(file, "IEND"u8, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(path, $"cannot be written ({error.Message})", "choose another folder", error);
        }
    }

    private static byte[] Header(int width, int height)
    {
        const byte bitDepth = 8, trueColor = 2;
        var header = new byte[13]; // ends with compression, filter and interlace method 0
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bitDepth, trueColor);
        return header;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> rgb, int stride)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var filtered = new byte[1 + stride];
            filtered[0] = SubtractLeftPixel;
            for (; !rgb.IsEmpty; rgb = rgb[stride..])
            {
                for (var i = 0; i < stride; i++)
                    filtered[1 + i] = (byte)(rgb[i] - (i < 3 ? 0 : rgb[i - 3]));
                zlib.Write(filtered);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(FileStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
