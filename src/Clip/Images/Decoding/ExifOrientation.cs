using Clip.Images.Tiff;

namespace Clip.Images.Decoding;

/// <summary>Finds the orientation in EXIF data.</summary>
internal static class ExifOrientation
{
    /// <summary>The orientation (1 to 8), or 0 if there is none.</summary>
    /// <param name="exif">A TIFF structure, which may follow an EXIF signature.</param>
    internal static int Find(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        if (!TiffBytes.TryOpen(exif, out var tiff))
            return 0;
        var directory = new TiffDirectory(tiff, tiff.FirstDirectory);
        for (var field = 0; field < directory.Count; field++)
        {
            if (directory.Tag(field) == TiffTag.Orientation)
                return directory.Number(field) is >= 1 and <= 8 and var value ? (int)value : 0;
        }

        return 0;
    }
}
