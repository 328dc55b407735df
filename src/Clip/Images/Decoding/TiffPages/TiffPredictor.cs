namespace Clip.Images.Decoding.TiffPages;

/// <summary>Turns differences between neighboring samples back into samples, row by row.</summary>
internal static class TiffPredictor
{
    /// <summary>Undoes the horizontal differencing of integers of 8, 16, 32 or 64 bits.</summary>
    internal static void UndoIntegers(Span<byte> row, int bits, int samples, bool isLittleEndian)
    {
        var size = bits / 8;
        for (var i = samples * size; i + size <= row.Length; i += size)
        {
            var value = row[i..];
            var left = row[(i - (samples * size))..];
            if (size == 1)
                value[0] += left[0];
            else
                Add(value[..size], left, isLittleEndian);
        }
    }

    /// <summary>
    /// Undoes the differencing of floating-point numbers (Adobe Photoshop TIFF Technical Note 3): all highest bytes of
    /// a row come first, then the next ones, whatever the order of bytes in the file.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="bits">The bits of a number.</param>
    /// <param name="samples">The numbers of a pixel.</param>
    /// <param name="isLittleEndian">The order of bytes that the result gets.</param>
    internal static void UndoFloats(Span<byte> row, int bits, int samples, bool isLittleEndian)
    {
        for (var i = samples; i < row.Length; i++)
            row[i] += row[i - samples];
        var size = bits / 8;
        var count = row.Length / size;
        var planes = row.ToArray();
        for (var i = 0; i < count; i++)
        {
            for (var part = 0; part < size; part++)
                row[(i * size) + (isLittleEndian ? size - 1 - part : part)] = planes[(part * count) + i];
        }
    }

    private static void Add(Span<byte> value, ReadOnlySpan<byte> left, bool isLittleEndian)
    {
        var carry = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var at = isLittleEndian ? i : value.Length - 1 - i;
            carry += value[at] + left[at];
            value[at] = (byte)carry;
            carry >>= 8;
        }
    }
}
