using System.Buffers.Binary;

namespace Clip.Interchange.Parquet;

/// <summary>Decompresses blocks of LZ4. Source: the block format in lz4/lz4.</summary>
internal static class Lz4Block
{
    /// <exception cref="InvalidDataException">The block is damaged, or longer than announced.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlySpan<byte> source, int length)
    {
        var result = new GrowingBytes(length);
        Decompress(source, result);
        return result.Written;
    }

    /// <summary>Decompresses blocks that each stand after their two lengths, as Hadoop writes them.</summary>
    public static ReadOnlyMemory<byte> DecompressFramed(ReadOnlySpan<byte> source, int length)
    {
        var result = new GrowingBytes(length);
        while (!source.IsEmpty)
        {
            if (source.Length < 8)
                throw Damaged();
            var size = BinaryPrimitives.ReadUInt32BigEndian(source[4..]);
            if (size > source.Length - 8)
                throw Damaged();
            Decompress(source.Slice(8, (int)size), result);
            source = source[(8 + (int)size)..];
        }

        return result.Written;
    }

    private static void Decompress(ReadOnlySpan<byte> source, GrowingBytes result)
    {
        var position = 0;
        while (position < source.Length)
        {
            int token = source[position++];
            var literals = Length(source, ref position, token >> 4);
            if (literals > source.Length - position)
                throw Damaged();
            result.Add(source.Slice(position, literals));
            position += literals;
            if (position == source.Length)
                return;
            if (source.Length - position < 2)
                throw Damaged();
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(source[position..]);
            position += 2;
            result.Repeat(distance, Length(source, ref position, token & 15) + 4);
        }
    }

    private static int Length(ReadOnlySpan<byte> source, ref int position, int start)
    {
        if (start < 15)
            return start;
        long length = start;
        byte next;
        do
        {
            if (position >= source.Length)
                throw Damaged();
            next = source[position++];
            length += next;
        }
        while (next == 255);
        return length < int.MaxValue - 16 ? (int)length : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("a damaged page");
}
