using System.Buffers.Binary;

namespace Clip.Images.Decoding.Magick;

/// <summary>Properties of BMP files that ImageMagick treats differently from other decoders.</summary>
internal static class BitmapFile
{
    /// <summary>
    /// The file with its true length in the header. The stored length is often wrong, and only ImageMagick checks it.
    /// </summary>
    internal static ReadOnlySpan<byte> WithTrueLength(ReadOnlySpan<byte> data)
    {
        const int lengthField = 2;
        if (BinaryPrimitives.ReadUInt32LittleEndian(data[lengthField..]) == (uint)data.Length)
            return data;
        var corrected = data.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(corrected.AsSpan(lengthField), (uint)data.Length);
        return corrected;
    }

    /// <summary>
    /// Whether a fourth byte has no meaning, as in uncompressed 32-bit bitmaps, where ImageMagick takes it for alpha.
    /// </summary>
    internal static bool HasNoAlpha(ReadOnlySpan<byte> data)
    {
        const int compressionField = 30;
        return data.Length >= compressionField + sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(data[compressionField..]) == 0;
    }
}
