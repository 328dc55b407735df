using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Reads EXIF: three directories of a TIFF structure, each looked at once, so that no chain of them can lead in circles.
/// Follows CIPA DC-008 (Exif 3.0); the XP tags are Microsoft's.
/// </summary>
internal static class ExifReader
{
    /// <summary>Reads a TIFF structure: an EXIF block, or a whole TIFF or camera RAW file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        // Some programs leave the mark of a JPEG segment in front.
        if (data.StartsWith("Exif\0\0"u8))
            data = data[6..];
        if (!found.MayReadBlock() || !TiffBytes.TryOpen(data, out var tiff))
            return;
        var (exif, gps) = ReadMain(new TiffDirectory(tiff, tiff.FirstDirectory), found);
        ReadPhoto(new TiffDirectory(tiff, exif), found);
        ReadPlace(new TiffDirectory(tiff, gps), found);
    }

    /// <summary>Reads a TIFF structure whose first directory is the photo's, as in Canon's CR3 files.</summary>
    public static void ReadPhoto(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (found.MayReadBlock() && TiffBytes.TryOpen(data, out var tiff))
            ReadPhoto(new TiffDirectory(tiff, tiff.FirstDirectory), found);
    }

    /// <summary>Reads a TIFF structure whose first directory is the place's, as in Canon's CR3 files.</summary>
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
                case 0x010E:
                    found.AddDescription(Text(main, field));
                    break;
                case 0x010F:
                    found.Exif.Make ??= Text(main, field);
                    break;
                case 0x0110:
                    found.Exif.Model ??= Text(main, field);
                    break;
                case 0x0132:
                    found.AddDate(DateSource.ExifChanged, LocalTime.Parse(Text(main, field)));
                    break;
                case 0x02BC:
                    XmpReader.Read(main.Values(field, out _), found);
                    break;
                case 0x83BB:
                    IptcReader.Read(main.Values(field, out _), found);
                    break;
                case 0x8649:
                    PhotoshopResources.Read(main.Values(field, out _), found);
                    break;
                case 0x8769:
                    exif = main.Number(field);
                    break;
                case 0x8825:
                    gps = main.Number(field);
                    break;
                case 0x9003: // TIFF/EP and some raw files have it here
                    found.AddDate(DateSource.ExifOriginal, LocalTime.Parse(Text(main, field)));
                    break;
                case 0x9C9B:
                    found.AddTitle(WideText(main, field));
                    break;
                case 0x9C9C:
                    found.AddDescription(WideText(main, field));
                    break;
                case 0x9C9E:
                    foreach (var keyword in (WideText(main, field) ?? "").Split(';'))
                        found.AddKeyword(keyword);
                    break;
            }
        }
        return (exif, gps);
    }

    private static void ReadPhoto(TiffDirectory photo, MetadataFindings found)
    {
        string? original = null, digitized = null, offset = null, originalOffset = null, digitizedOffset = null;
        for (var field = 0; field < photo.Count; field++)
        {
            switch (photo.Tag(field))
            {
                case 0x9003:
                    original = Text(photo, field);
                    break;
                case 0x9004:
                    digitized = Text(photo, field);
                    break;
                case 0x9010:
                    offset = Text(photo, field);
                    break;
                case 0x9011:
                    originalOffset = Text(photo, field);
                    break;
                case 0x9012:
                    digitizedOffset = Text(photo, field);
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
            switch (gps.Tag(field))
            {
                case 1:
                    northOrSouth = Text(gps, field);
                    break;
                case 2:
                    latitude = Degrees(gps, field);
                    break;
                case 3:
                    eastOrWest = Text(gps, field);
                    break;
                case 4:
                    longitude = Degrees(gps, field);
                    break;
            }
        }
        // Without its letter a number could lie on either side of the globe.
        if (Sign(northOrSouth, 'N', 'S') * latitude is { } north && Sign(eastOrWest, 'E', 'W') * longitude is { } east)
            found.Exif.Place ??= GeoPoint.TryCreate(north, east);
    }

    private static int? Sign(string? letter, char positive, char negative) => letter?.TrimStart() switch
    {
        [var first, ..] when char.ToUpperInvariant(first) == positive => 1,
        [var first, ..] when char.ToUpperInvariant(first) == negative => -1,
        _ => null,
    };

    private static double? Degrees(TiffDirectory directory, int field)
    {
        Span<double> parts = stackalloc double[3];
        return directory.Fractions(field, parts) && parts.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) < 0
            ? parts[0] + (parts[1] / 60) + (parts[2] / 3600)
            : null;
    }

    private static string? Text(TiffDirectory directory, int field)
    {
        var bytes = directory.Values(field, out var type);
        return type is 1 or 2 or 7 or 129 ? ByteText.Decode(bytes) : null;
    }

    private static string? WideText(TiffDirectory directory, int field)
    {
        var bytes = directory.Values(field, out var type);
        if (type is not (1 or 7) || bytes.Length < 2)
            return null;
        var text = Encoding.Unicode.GetString(bytes[..(Math.Min(bytes.Length, ByteText.MostBytes) & ~1)]);
        return text.IndexOf('\0') is >= 0 and var end ? text[..end] : text;
    }
}
