namespace Clip.Images.Decoding.TiffPages;

/// <summary>Decompresses TIFF's LZW (TIFF 6.0, section 13).</summary>
internal static class TiffLzw
{
    private const int Clear = 256;
    private const int End = 257;
    private const int TableSize = 4096;

    /// <summary>Decompresses a block.</summary>
    /// <returns>The number of bytes that were written.</returns>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    internal static int Decompress(ReadOnlySpan<byte> data, Span<byte> target)
    {
        // A code stands for a piece of what was written before: its start and length.
        Span<int> starts = stackalloc int[TableSize];
        Span<int> lengths = stackalloc int[TableSize];
        var (next, width, written) = (End + 1, 9, 0);
        var (bits, bitCount, at) = (0u, 0, 0);
        var (lastStart, lastLength) = (0, 0);
        while (written < target.Length)
        {
            while (bitCount < width)
            {
                if (at == data.Length)
                    return written;
                bits = (bits << 8) | data[at++];
                bitCount += 8;
            }

            bitCount -= width;
            var code = (int)(bits >> bitCount) & ((1 << width) - 1);
            if (code == End)
                return written;
            if (code == Clear)
            {
                (next, width, lastLength) = (End + 1, 9, 0);
                continue;
            }

            // The new entry is the last piece and the byte after it, which is the first byte of this one.
            if (lastLength > 0 && next < TableSize)
            {
                (starts[next], lengths[next]) = (lastStart, lastLength + 1);
                next++;
                if (next + 1 >= 1 << width && width < 12)
                    width++;
            }

            if (code > Clear && code >= next)
                throw new InvalidDataException("An LZW code is unknown.");
            var start = written;
            if (code < Clear)
            {
                target[written++] = (byte)code;
            }
            else
            {
                // Byte by byte, since the piece may reach into itself.
                var from = starts[code];
                var end = (int)Math.Min((long)written + lengths[code], target.Length);
                while (written < end)
                    target[written++] = target[from++];
            }

            (lastStart, lastLength) = (start, code < Clear ? 1 : lengths[code]);
        }

        return written;
    }

    /// <summary>Whether the data was written before TIFF 5.0 fixed the order of bits.</summary>
    internal static bool IsOldStyle(ReadOnlySpan<byte> data) =>
        data.Length >= 2 && data[0] == 0 && (data[1] & 1) != 0;
}
