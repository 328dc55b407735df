using System.Text;
using Clip.Images.Tiff;

namespace Clip.Metadata;

/// <summary>
/// Reads EXIF: three directories of a TIFF structure, each read once, so that no chain of directories can form a cycle.
/// Follows CIPA DC-008 (Exif 3.0); the XP tags are Microsoft's.
/// </summary>
internal static class ExifReader
{
    // The fields of the GPS directory, which has a numbering of its own.
    private const int LatitudeReference = 1, Latitude = 2, LongitudeReference = 3, Longitude = 4;

    /// <summary>Reads a TIFF structure: an EXIF block, or a whole TIFF or camera RAW file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        // Some programs leave the marker of a JPEG segment in front.
        if (data.StartsWith("Exif\0\0"u8))
            data = data[6..];
        if (!found.MayReadBlock() || !TiffBytes.TryOpen(data, out var tiff))
            return;
        var (exif, gps) = ReadMain(new TiffDirectory(tiff, tiff.FirstDirectory), found);
        ReadPhoto(new TiffDirectory(tiff, exif), found, tiff.IsLittleEndian);
        ReadPlace(new TiffDirectory(tiff, gps), found);
    }

    /// <summary>Reads a TIFF structure whose first directory is the EXIF directory, as in Canon's CR3 files.</summary>
    public static void ReadPhoto(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (found.MayReadBlock() && TiffBytes.TryOpen(data, out var tiff))
            ReadPhoto(new TiffDirectory(tiff, tiff.FirstDirectory), found, tiff.IsLittleEndian);
    }

    /// <summary>Reads a TIFF structure whose first directory is the GPS directory, as in Canon's CR3 files.</summary>
    public static void ReadPlace(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (found.MayReadBlock() && TiffBytes.TryOpen(data, out var tiff))
            ReadPlace(new TiffDirectory(tiff, tiff.FirstDirectory), found);
    }

    private static (long Exif, long Gps) ReadMain(TiffDirectory main, MetadataFindings found)
    {
        var (exif, gps) = (0L, 0L);
        for (var field = 0; field < main.Count; field++)
        {
            switch (main.Tag(field))
            {
                case TiffTag.ImageDescription:
                    found.Exif.AddDescription(Text(main, field));
                    break;
                case TiffTag.Make:
                    found.Exif.Make ??= Text(main, field);
                    break;
                case TiffTag.Model:
                    found.Exif.Model ??= Text(main, field);
                    break;
                case TiffTag.DateTime:
                    found.AddDate(DateSource.ExifChanged, LocalTime.Parse(Text(main, field)));
                    break;
                case TiffTag.Xmp:
                    XmpReader.Read(main.Values(field, out _), found);
                    break;
                case TiffTag.Iptc:
                    IptcReader.Read(main.Values(field, out _), found);
                    break;
                case TiffTag.PhotoshopResources:
                    PhotoshopResources.Read(main.Values(field, out _), found);
                    break;
                case TiffTag.ExifDirectory:
                    exif = main.Number(field);
                    break;
                case TiffTag.GpsDirectory:
                    gps = main.Number(field);
                    break;
                case TiffTag.DateTimeOriginal: // here in TIFF/EP and some raw files
                    found.AddDate(DateSource.ExifOriginal, LocalTime.Parse(Text(main, field)));
                    break;
                case TiffTag.XPTitle:
                    found.Exif.AddTitle(WideText(main, field));
                    break;
                case TiffTag.XPSubject:
                case TiffTag.XPComment:
                    found.Exif.AddDescription(WideText(main, field));
                    break;
                case TiffTag.XPKeywords:
                    foreach (var keyword in (WideText(main, field) ?? "").Split(';'))
                        found.Exif.AddKeyword(keyword);
                    break;
            }
        }
        return (exif, gps);
    }

    private static void ReadPhoto(TiffDirectory photo, MetadataFindings found, bool isLittleEndian)
    {
        string? original = null, digitized = null, offset = null, originalOffset = null, digitizedOffset = null;
        for (var field = 0; field < photo.Count; field++)
        {
            switch (photo.Tag(field))
            {
                case TiffTag.DateTimeOriginal:
                    original = Text(photo, field);
                    break;
                case TiffTag.DateTimeDigitized:
                    digitized = Text(photo, field);
                    break;
                case TiffTag.OffsetTime:
                    offset = Text(photo, field);
                    break;
                case TiffTag.OffsetTimeOriginal:
                    originalOffset = Text(photo, field);
                    break;
                case TiffTag.OffsetTimeDigitized:
                    digitizedOffset = Text(photo, field);
                    break;
                case TiffTag.UserComment:
                    found.Exif.AddComment(ExifComment.Decode(photo.Values(field, out _), isLittleEndian));
                    break;
                case TiffTag.ImageTitle:
                    found.Exif.AddTitle(Text(photo, field));
                    break;
            }
        }
        found.AddDate(DateSource.ExifOriginal, LocalTime.Parse(original, originalOffset ?? offset));
        found.AddDate(DateSource.ExifDigitized, LocalTime.Parse(digitized, digitizedOffset ?? offset));
    }

    private static void ReadPlace(TiffDirectory gps, MetadataFindings found)
    {
        string? northOrSouth = null, eastOrWest = null;
        double? latitude = null, longitude = null;
        for (var field = 0; field < gps.Count; field++)
        {
            switch ((int)gps.Tag(field))
            {
                case LatitudeReference:
                    northOrSouth = Text(gps, field);
                    break;
                case Latitude:
                    latitude = Degrees(gps, field);
                    break;
                case LongitudeReference:
                    eastOrWest = Text(gps, field);
                    break;
                case Longitude:
                    longitude = Degrees(gps, field);
                    break;
            }
        }
        if (Sign(northOrSouth, 'S') * latitude is { } north && Sign(eastOrWest, 'W') * longitude is { } east)
            found.Exif.Place ??= GeoPoint.TryCreate(north, east);
    }

    /// <summary>
    /// The sign of a coordinate. As ExifTool and most programs read it, one without a letter, or with another one, is
    /// north or east: those that write no letter write no negative coordinates either.
    /// </summary>
    private static int Sign(string? letter, char negative) =>
        letter?.TrimStart() is [var first, ..] && char.ToUpperInvariant(first) == negative ? -1 : 1;

    /// <summary>
    /// Degrees with minutes and seconds, if there are any; null if one of them is unknown, which has the denominator 0.
    /// </summary>
    private static double? Degrees(TiffDirectory directory, int field)
    {
        Span<double> parts = [0, 0, 0];
        var count = directory.Numbers(field, parts);
        return count == 0 || parts.ContainsAnyExceptInRange(0, double.MaxValue)
            ? null
            : parts[0] + (parts[1] / 60) + (parts[2] / 3600);
    }

    private static string? Text(TiffDirectory directory, int field)
    {
        var bytes = directory.Values(field, out var type);
        return type is TiffType.Byte or TiffType.Ascii or TiffType.Undefined or TiffType.Utf8
            ? ByteText.Decode(bytes)
            : null;
    }

    private static string? WideText(TiffDirectory directory, int field)
    {
        var bytes = directory.Values(field, out var type);
        if (type is not (TiffType.Byte or TiffType.Undefined) || bytes.Length < 2)
            return null;
        var text = Encoding.Unicode.GetString(bytes[..(Math.Min(bytes.Length, ByteText.MaxBytes) & ~1)]);
        var end = text.IndexOf('\0');
        return end < 0 ? text : text[..end];
    }
}
