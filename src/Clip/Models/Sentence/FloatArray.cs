using System.Buffers.Binary;

namespace Clip.Models.Sentence;

/// <summary>Reads little-endian numbers of 32 or 16 bits.</summary>
internal static class FloatArray
{
    /// <summary>Whether a count of numbers of 32 or 16 bits has this many bytes.</summary>
    public static bool IsLength(long bytes, int count) => bytes == 4L * count || bytes == 2L * count;

    /// <summary>Reads numbers of the size that follows from their count.</summary>
    /// <param name="content">Where they begin.</param>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Their length.</param>
    /// <param name="isBFloat16">Whether numbers of 16 bits have the range of 32 bits.</param>
    /// <exception cref="InvalidDataException">The length fits neither size.</exception>
    public static float[] Read(Stream content, int count, long bytes, bool isBFloat16)
    {
        if (!IsLength(bytes, count))
            throw new InvalidDataException("numbers of an unknown size");
        var data = new byte[bytes];
        content.ReadExactly(data);
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = bytes == 4L * count ? BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(i * 4))
                : isBFloat16 ? BFloat16(BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(i * 2)))
                : (float)BinaryPrimitives.ReadHalfLittleEndian(data.AsSpan(i * 2));
        }
        return numbers;
    }

    private static float BFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
