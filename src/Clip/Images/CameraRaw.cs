using Clip.Images.Tiff;

namespace Clip.Images;

/// <summary>
/// Recognizes cameras' raw files. Many are TIFF files whose first image is only a thumbnail, or has one color per
/// pixel, so that a TIFF decoder would show something, but not the photo.
/// </summary>
internal static class CameraRaw
{
    /// <summary>The photometric interpretation of sensor data: a color filter array.</summary>
    private const int ColorFilterArray = 32803;

    /// <summary>Whether a file is a raw photo.</summary>
    /// <param name="data">The whole file.</param>
    internal static bool IsRaw(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("FUJIFILMCCD-RAW"u8) || data.StartsWith("IIRO"u8) || data.StartsWith("IIRS"u8)
            || data.StartsWith("MMOR"u8) || data.StartsWith("IIU\0"u8)
            || data.StartsWith("\0MRM"u8) // Minolta's MRW
            || (data.Length > 14 && data[6..].StartsWith("HEAPCCDR"u8))) // Canon's CRW
            return true;
        if (data.Length > 12 && data[4..].StartsWith("ftypcrx "u8))
            return true;
        return data.Length >= 16
            && (data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8))
            && (data[8..].StartsWith("CR\u0002"u8) || IsRawTiff(data)); // Canon's CR2 has a mark of its own
    }

    private static bool IsRawTiff(ReadOnlySpan<byte> data)
    {
        if (!TiffBytes.TryOpen(data, out var tiff))
            return false;
        var (isThumbnail, hasMore) = (false, false);
        var directory = new TiffDirectory(tiff, tiff.FirstDirectory, maxFields: ushort.MaxValue);
        for (var field = 0; field < directory.Count; field++)
        {
            switch (directory.Tag(field))
            {
                case TiffTag.DngVersion:
                case TiffTag.PhotometricInterpretation when directory.Number(field) == ColorFilterArray:
                    return true;
                case TiffTag.NewSubfileType:
                    isThumbnail = (directory.Number(field) & 1) != 0;
                    break;
                case TiffTag.SubDirectories:
                    hasMore = true;
                    break;
            }
        }

        return isThumbnail && hasMore;
    }
}
