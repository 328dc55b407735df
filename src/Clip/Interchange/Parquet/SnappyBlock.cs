namespace Clip.Interchange.Parquet;

/// <summary>Decompresses a block of Snappy. Source: the format description in google/snappy.</summary>
internal static class SnappyBlock
{
    /// <exception cref="InvalidDataException">The block is damaged, or longer than announced.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlySpan<byte> source, int length)
    {
        var result = new GrowingBytes(length);
        var position = 0;
        while (position < source.Length && source[position] >= 0x80)
            position++;
        position++;
        while (position < source.Length)
        {
            int tag = source[position++];
            if ((tag & 3) == 0)
            {
                var count = tag >> 2;
                if (count >= 60)
                    count = Number(source, ref position, count - 59);
                count++;
                if (count <= 0 || count > source.Length - position)
                    throw Damaged();
                result.Add(source.Slice(position, count));
                position += count;
                continue;
            }

            switch (tag & 3)
            {
                case 1:
                    result.Repeat((tag >> 5) << 8 | Number(source, ref position, 1), (tag >> 2 & 7) + 4);
                    break;
                case 2:
                    result.Repeat(Number(source, ref position, 2), (tag >> 2) + 1);
                    break;
                default:
                    result.Repeat(Number(source, ref position, 4), (tag >> 2) + 1);
                    break;
            }
        }

        return result.Written;
    }

    private static int Number(ReadOnlySpan<byte> source, ref int position, int size)
    {
        if (size > source.Length - position)
            throw Damaged();
        var value = 0;
        for (var i = 0; i < size; i++)
            value |= source[position++] << 8 * i;
        return value;
    }

    private static InvalidDataException Damaged() => new("a damaged page");
}
