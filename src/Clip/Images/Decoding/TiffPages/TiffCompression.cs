using System.IO.Compression;

namespace Clip.Images.Decoding.TiffPages;

/// <summary>Decompresses the blocks (strips or tiles) of a TIFF page.</summary>
internal static class TiffCompression
{
    private const int None = 1;
    internal const int Lzw = 5;
    internal const int Jpeg = 7;
    private const int Deflate = 8;
    private const int OldDeflate = 32946;
    private const int PackBits = 32773;
    private const int Lzma = 34925;
    private const int Zstandard = 50000;

    /// <summary>Whether a compression is known here.</summary>
    internal static bool IsSupported(int compression) =>
        compression is None or Lzw or Deflate or OldDeflate or PackBits || IsLibrarys(compression);

    /// <summary>Whether a compression without loss is decompressed by libtiff.</summary>
    internal static bool IsLibrarys(int compression) => compression is Lzma or Zstandard;

    /// <summary>Decompresses a block.</summary>
    /// <param name="compression">The page's compression.</param>
    /// <param name="data">The block; without compression, maybe more.</param>
    /// <param name="target">Receives the samples.</param>
    /// <returns>The number of bytes that were written; fewer than the target's if the data ends too early.</returns>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    internal static int Decompress(int compression, ReadOnlySpan<byte> data, Span<byte> target)
    {
        switch (compression)
        {
            case None:
                var count = Math.Min(data.Length, target.Length);
                data[..count].CopyTo(target);
                return count;
            case Lzw:
                return TiffLzw.Decompress(data, target);
            case PackBits:
                return Unpack(data, target);
            default:
                return Inflate(data, target);
        }
    }

    /// <summary>Reverses the bits of all bytes.</summary>
    internal static byte[] ReverseBits(ReadOnlySpan<byte> data)
    {
        var reversed = new byte[data.Length];
        for (var i = 0; i < data.Length; i++)
        {
            int value = data[i];
            value = ((value & 0x0F) << 4) | (value >> 4);
            value = ((value & 0x33) << 2) | ((value >> 2) & 0x33);
            reversed[i] = (byte)(((value & 0x55) << 1) | ((value >> 1) & 0x55));
        }

        return reversed;
    }

    private static int Unpack(ReadOnlySpan<byte> data, Span<byte> target)
    {
        var written = 0;
        while (data.Length >= 2 && written < target.Length)
        {
            var control = (sbyte)data[0];
            if (control >= 0)
            {
                var count = Math.Min(Math.Min(control + 1, data.Length - 1), target.Length - written);
                data.Slice(1, count).CopyTo(target[written..]);
                written += count;
                data = data[(1 + count)..];
            }
            else if (control == sbyte.MinValue)
            {
                data = data[1..];
            }
            else
            {
                var count = Math.Min(1 - control, target.Length - written);
                target.Slice(written, count).Fill(data[1]);
                written += count;
                data = data[2..];
            }
        }

        return written;
    }

    private static unsafe int Inflate(ReadOnlySpan<byte> data, Span<byte> target)
    {
        if (data.IsEmpty)
            return 0;
        fixed (byte* start = data)
        {
            using var compressed = new UnmanagedMemoryStream(start, data.Length);
            using var stream = new ZLibStream(compressed, CompressionMode.Decompress);
            var written = 0;
            try
            {
                while (written < target.Length && stream.Read(target[written..]) is > 0 and var read)
                    written += read;
            }
            catch (InvalidDataException) when (compressed.Position == data.Length)
            {
                // The data ends too early, or its checksum is wrong, which libtiff does not look at.
            }

            return written;
        }
    }
}
