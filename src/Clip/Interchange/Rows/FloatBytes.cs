using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Clip.Interchange.Rows;

/// <summary>Writes 32-bit numbers in little-endian order.</summary>
internal static class FloatBytes
{
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
