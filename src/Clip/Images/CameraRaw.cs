using System.Buffers.Binary;

namespace Clip.Images;

/// <summary>
/// Recognises cameras' raw files. Many are TIFF files whose first image is only a thumbnail, or has one colour a
/// pixel, so that a TIFF decoder would show something, but not the photo.
/// </summary>
internal static class CameraRaw
{
    private const ushort NewSubfileType = 254, PhotometricInterpretation = 262, SubDirectories = 330, DngVersion = 50706;

    /// <summary>Photometric interpretation: a colour filter array, as it comes from the sensor.</summary>
    private const ushort ColorFilterArray = 32803;

    /// <summary>Whether these data are a raw photo.</summary>
    /// <param name="data">The whole file.</param>
    internal static bool IsRaw(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("FUJIFILMCCD-RAW"u8) || data.StartsWith("IIRO"u8) || data.StartsWith("IIRS"u8)
            || data.StartsWith("MMOR"u8) || data.StartsWith("IIU\0"u8))
            return true;
        if (data.Length > 12 && data[4..].StartsWith("ftypcrx "u8))
            return true;
        return data.Length >= 16
            && (data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8))
            && (data[8..].StartsWith("CR\u0002"u8) || IsRawTiff(data, littleEndian: data[0] == 'I')); // Canon's CR2 says so
    }

    private static bool IsRawTiff(ReadOnlySpan<byte> data, bool littleEndian)
    {
        const int entrySize = 12;
        long directory = UInt32(data, 4);
        if (directory + 2 > data.Length)
            return false;

        var (isThumbnail, hasMore) = (false, false);
        var count = UInt16(data, (int)directory);
        for (var at = directory + 2; count > 0 && at + entrySize <= data.Length; count--, at += entrySize)
        {
            var value = (int)at + 8;
            switch (UInt16(data, (int)at))
            {
                case DngVersion:
                case PhotometricInterpretation when UInt16(data, value) == ColorFilterArray:
                    return true;
                case NewSubfileType:
                    isThumbnail = (UInt32(data, value) & 1) != 0;
                    break;
                case SubDirectories:
                    hasMore = true;
                    break;
            }
        }

        return isThumbnail && hasMore;

        ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => littleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..])
            : BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);

        uint UInt32(ReadOnlySpan<byte> bytes, int offset) => littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..])
            : BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
    }
}
