namespace Clip.Interchange.Parquet;

/// <summary>
/// Reads Parquet's hybrid of run lengths and packed bits, in which levels and indexes of dictionaries are written.
/// </summary>
internal static class HybridRuns
{
    /// <summary>Reads as many numbers as the destination holds.</summary>
    /// <exception cref="InvalidDataException">There are fewer, or the width is impossible.</exception>
    public static void Read(ReadOnlySpan<byte> source, int width, Span<int> destination)
    {
        if (width is < 0 or > 32)
            throw new InvalidDataException($"numbers of {width} bits");
        var (position, filled) = (0, 0);
        while (filled < destination.Length)
        {
            if (width == 0 && position >= source.Length)
            {
                destination[filled..].Clear();
                return;
            }

            var head = Varint(source, ref position);
            if ((head & 1) == 0)
            {
                var count = (int)Math.Min(head >> 1, (ulong)(destination.Length - filled));
                var bytes = (width + 7) / 8;
                if (count == 0 || bytes > source.Length - position)
                    throw Damaged();
                var value = 0;
                for (var i = 0; i < bytes; i++)
                    value |= source[position++] << 8 * i;
                destination.Slice(filled, count).Fill(value);
                filled += count;
            }
            else
            {
                filled += Unpack(source, ref position, width, head >> 1, destination[filled..]);
            }
        }
    }

    private static int Unpack(
        ReadOnlySpan<byte> source, ref int position, int width, ulong groups, Span<int> destination)
    {
        var count = (int)Math.Min(groups * 8, (ulong)destination.Length);
        if (groups > int.MaxValue / 8 || count == 0 || ((long)count * width + 7) / 8 > source.Length - position)
            throw Damaged();
        var packed = source[position..];
        for (var i = 0; i < count; i++)
        {
            ulong value = 0;
            var bit = (long)i * width;
            for (var read = 0; read < width;)
            {
                var at = bit + read;
                var take = Math.Min(8 - (int)(at & 7), width - read);
                value |= (ulong)(packed[(int)(at >> 3)] >> (int)(at & 7) & (1 << take) - 1) << read;
                read += take;
            }

            destination[i] = (int)value;
        }

        position += (int)Math.Min((long)groups * width, source.Length - position);
        return count;
    }

    private static ulong Varint(ReadOnlySpan<byte> source, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (position >= source.Length)
                throw Damaged();
            var next = source[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("levels or indexes that do not fit their page");
}
