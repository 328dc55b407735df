using System.Globalization;

namespace Clip.Metadata;

/// <summary>
/// The XMP properties that are read, and what each of them tells. A place needs two or four of them, so it is added at
/// the end.
/// </summary>
internal sealed class XmpProperties(MetadataFindings found)
{
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Basic = "http://ns.adobe.com/xap/1.0/";
    private const string Note = "http://ns.adobe.com/xmp/note/";
    private const string Exif = "http://ns.adobe.com/exif/1.0/";
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private const string Lightroom = "http://ns.adobe.com/lightroom/1.0/";
    private const string DigiKam = "http://www.digikam.org/ns/1.0/";
    private const string Microsoft = "http://ns.microsoft.com/photo/1.0/";
    private const string MicrosoftByExifTool = "http://ns.microsoft.com/photo/1.0";
    private const string AcdSee = "http://ns.acdsee.com/iptc/1.0/";
    private const string MediaPro = "http://ns.iview-multimedia.com/mediapro/1.0/";
    private const string IptcCore = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
    private const string IptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private const string Regions = "http://www.metadataworkinggroup.com/schemas/regions/";
    private const string Keywords = "http://www.metadataworkinggroup.com/schemas/keywords/";
    private const string MicrosoftRegions = "http://ns.microsoft.com/photo/1.2/";
    private const string MicrosoftRegion = "http://ns.microsoft.com/photo/1.2/t/Region#";

    private double? _latitude, _longitude;
    private bool _isSouth, _isWest;

    /// <summary>Adds a property, or an item of one that is a list.</summary>
    public void Add(string uri, string name, string value)
    {
        switch (uri, name)
        {
            case (DublinCore, "title"):
            case (Photoshop, "Headline"):
            case (AcdSee, "caption"): // its name of the title
                found.Xmp.AddTitle(value);
                break;
            case (DublinCore, "description"):
            case (Tiff, "ImageDescription"):
            case (Exif, "UserComment"):
            case (AcdSee, "notes"):
            case (IptcCore, "AltTextAccessibility"):
            case (IptcCore, "ExtDescrAccessibility"):
                found.Xmp.AddDescription(value);
                break;
            case (DublinCore, "subject"):
            case (Lightroom, "weightedFlatSubject"):
            case (AcdSee, "keywords"):
            case (IptcExtension, "PersonInImage"):
                found.Xmp.AddKeyword(value);
                break;
            case (Lightroom, "hierarchicalSubject"):
            case (MediaPro, "CatalogSets"):
                found.Xmp.AddHierarchy(value, '|');
                break;
            case (DigiKam, "TagsList"):
            case (Microsoft or MicrosoftByExifTool, "LastKeywordXMP"):
            case (Microsoft or MicrosoftByExifTool, "LastKeywordIPTC"):
                found.Xmp.AddHierarchy(value, '/');
                break;
            case (IptcCore, "Location"):
            case (Photoshop, "City" or "State" or "Country"):
                found.Xmp.AddPlaceName(value);
                break;
            case (Exif, "DateTimeOriginal"):
                found.AddDate(DateSource.XmpExifOriginal, LocalTime.Parse(value));
                break;
            case (Photoshop, "DateCreated"):
                found.AddDate(DateSource.XmpCreated, LocalTime.Parse(value));
                break;
            case (Exif, "DateTimeDigitized"):
                found.AddDate(DateSource.XmpExifDigitized, LocalTime.Parse(value));
                break;
            case (Basic, "CreateDate"):
                found.AddDate(DateSource.XmpDigitized, LocalTime.Parse(value));
                break;
            case (Tiff, "Make"):
                found.Xmp.Make ??= value;
                break;
            case (Tiff, "Model"):
                found.Xmp.Model ??= value;
                break;
            case (Note, "HasExtendedXMP"):
                found.ExtendedXmp ??= value.Trim();
                break;
            case (Photoshop, "SidecarForExtension"):
                found.SidecarExtension ??= value.Trim();
                break;
            case (Exif, "GPSLatitude"):
                _latitude = Degrees(value, 'N', 'S');
                break;
            case (Exif, "GPSLongitude"):
                _longitude = Degrees(value, 'E', 'W');
                break;
            case (Exif, "GPSLatitudeRef"): // some programs write it as EXIF has it
                _isSouth = value.TrimStart() is ['S' or 's', ..];
                break;
            case (Exif, "GPSLongitudeRef"):
                _isWest = value.TrimStart() is ['W' or 'w', ..];
                break;
        }
    }

    /// <summary>
    /// Adds a field of a structure inside a property: the names of persons and keywords in regions and hierarchies, and
    /// of what is shown and where the camera was.
    /// </summary>
    public void AddInner(string uri, string name, string fieldUri, string fieldName, string value)
    {
        switch (uri, name, fieldUri, fieldName)
        {
            case (Regions, "Regions", Regions, "Name"):
            case (MicrosoftRegions, "RegionInfo", MicrosoftRegion, "PersonDisplayName"):
            case (Keywords, "Keywords", Keywords, "Keyword"):
                found.Xmp.AddKeyword(value);
                break;
            case (
                IptcExtension, "LocationShown" or "LocationCreated", IptcExtension,
                "LocationName" or "Sublocation" or "City" or "ProvinceState" or "CountryName"):
                found.Xmp.AddPlaceName(value);
                break;
        }
    }

    /// <summary>Adds what needs more than one property.</summary>
    public void Finish()
    {
        if (_latitude is { } latitude && _longitude is { } longitude)
            found.Xmp.Place ??= GeoPoint.TryCreate(Signed(latitude, _isSouth), Signed(longitude, _isWest));

        static double Signed(double degrees, bool isNegative) => isNegative ? -Math.Abs(degrees) : degrees;
    }

    /// <summary>
    /// Reads <c>47,22,30N</c> and <c>47,22.5N</c>; also signed numbers, which some programs write.
    /// </summary>
    private static double? Degrees(string text, char positive, char negative)
    {
        text = text.Trim();
        if (text.Length is 0 or > 64)
            return null;
        const NumberStyles signed = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(text, signed, CultureInfo.InvariantCulture, out var plain))
            return plain;
        var letter = char.ToUpperInvariant(text[^1]);
        if (letter != positive && letter != negative)
            return null;
        var (degrees, unit) = (0.0, 1.0);
        foreach (var part in text[..^1].Split(','))
        {
            if (unit > 3600)
                return null;
            const NumberStyles unsigned = NumberStyles.AllowDecimalPoint;
            if (!double.TryParse(part.Trim(), unsigned, CultureInfo.InvariantCulture, out var number))
                return null;
            degrees += number / unit;
            unit *= 60;
        }
        return letter == negative ? -degrees : degrees;
    }
}
