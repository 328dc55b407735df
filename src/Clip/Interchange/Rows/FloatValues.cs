using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Clip.Interchange.Rows;

/// <summary>How numbers are stored in a file.</summary>
internal enum FloatType
{
    Half,
    BFloat16,
    Single,
    Double,
}

/// <summary>Reads stored numbers as 32-bit ones.</summary>
internal static class FloatValues
{
    /// <summary>The bytes of a number.</summary>
    public static int SizeOf(FloatType type) => type switch
    {
        FloatType.Double => 8,
        FloatType.Single => 4,
        _ => 2,
    };

    /// <summary>Reads as many numbers as the destination holds.</summary>
    public static void Read(ReadOnlySpan<byte> source, FloatType type, bool isBigEndian, Span<float> destination)
    {
        if (type == FloatType.Single && !isBigEndian && BitConverter.IsLittleEndian)
        {
            source[..(destination.Length * sizeof(float))].CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }

        var size = SizeOf(type);
        for (var i = 0; i < destination.Length; i++)
            destination[i] = ReadOne(source.Slice(i * size, size), type, isBigEndian);
    }

    /// <summary>Reads 32-bit little-endian numbers, as programs store them in base64 and in databases.</summary>
    public static float[] FromSingles(ReadOnlySpan<byte> source)
    {
        var values = new float[source.Length / sizeof(float)];
        Read(source, FloatType.Single, isBigEndian: false, values);
        return values;
    }

    private static float ReadOne(ReadOnlySpan<byte> source, FloatType type, bool isBigEndian) => type switch
    {
        FloatType.Half => (float)(isBigEndian
            ? BinaryPrimitives.ReadHalfBigEndian(source)
            : BinaryPrimitives.ReadHalfLittleEndian(source)),
        FloatType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)(isBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(source)
            : BinaryPrimitives.ReadUInt16LittleEndian(source)) << 16),
        FloatType.Single => isBigEndian
            ? BinaryPrimitives.ReadSingleBigEndian(source)
            : BinaryPrimitives.ReadSingleLittleEndian(source),
        _ => (float)(isBigEndian
            ? BinaryPrimitives.ReadDoubleBigEndian(source)
            : BinaryPrimitives.ReadDoubleLittleEndian(source)),
    };
}
