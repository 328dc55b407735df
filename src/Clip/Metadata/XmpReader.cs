using System.Globalization;
using System.Xml;

namespace Clip.Metadata;

/// <summary>
/// Reads XMP (ISO 16684-1): properties as elements or attributes of an RDF description. The XML is untrusted: document
/// types are refused, external resources are never fetched, and the size is limited.
/// </summary>
internal static class XmpReader
{
    /// <summary>Larger packets contain a picture's editing history, and are not read.</summary>
    public const int MaxBytes = 2 << 20;

    private const int MaxDepth = 64;
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Basic = "http://ns.adobe.com/xap/1.0/";
    private const string Exif = "http://ns.adobe.com/exif/1.0/";
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    /// <summary>Reads a packet.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        // Some programs pad the packet with zeros, and text before its first tag does not belong to it.
        var start = data.IndexOf((byte)'<');
        var end = data.LastIndexOf((byte)'>') + 1;
        if (start < 0 || end <= start || end - start > MaxBytes || !found.MayReadBlock())
            return;
        var properties = new Properties(found);
        try
        {
            var packet = new MemoryStream(data[start..end].ToArray(), writable: false);
            using var reader = XmlReader.Create(packet, Settings);
            while (reader.Read())
            {
                if (reader.Depth > MaxDepth)
                    break;
                if (reader.NodeType == XmlNodeType.Element && reader is { NamespaceURI: Rdf, LocalName: "Description" })
                    ReadDescription(reader, properties);
            }
        }
        catch (XmlException)
        {
            // The properties before the damage are kept.
        }
        properties.Finish();
    }

    /// <summary>
    /// Reads the properties of a description. Nested descriptions, as in the editing history, describe other pictures.
    /// </summary>
    private static void ReadDescription(XmlReader reader, Properties properties)
    {
        var depth = reader.Depth;
        var isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
            properties.Add(reader.NamespaceURI, reader.LocalName, reader.Value);
        reader.MoveToElement();
        if (isEmpty)
            return;

        string uri = "", name = "";
        while (reader.Read() && reader.Depth > depth && reader.Depth <= MaxDepth)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
                (uri, name) = (reader.NamespaceURI, reader.LocalName);
            // The text of a property is in its element, or in the items of its list.
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                && (reader.Depth == depth + 2 || reader.Depth == depth + 4))
                properties.Add(uri, name, reader.Value);
        }
    }

    /// <summary>Collects the properties; a place needs two of them and is added at the end.</summary>
    private sealed class Properties(MetadataFindings found)
    {
        private double? _latitude, _longitude;

        public void Add(string uri, string name, string value)
        {
            switch (uri, name)
            {
                case (DublinCore, "title"):
                    found.AddTitle(value);
                    break;
                case (DublinCore, "description"):
                    found.AddDescription(value);
                    break;
                case (DublinCore, "subject"):
                    found.AddKeyword(value);
                    break;
                case (Exif, "DateTimeOriginal"):
                    found.AddDate(DateSource.XmpOriginal, LocalTime.Parse(value));
                    break;
                case (Photoshop, "DateCreated"):
                case (Basic, "CreateDate"):
                    found.AddDate(DateSource.XmpCreated, LocalTime.Parse(value));
                    break;
                case (Tiff, "Make"):
                    found.Xmp.Make ??= value;
                    break;
                case (Tiff, "Model"):
                    found.Xmp.Model ??= value;
                    break;
                case (Exif, "GPSLatitude"):
                    _latitude = Degrees(value, 'N', 'S');
                    break;
                case (Exif, "GPSLongitude"):
                    _longitude = Degrees(value, 'E', 'W');
                    break;
            }
        }

        public void Finish()
        {
            if (_latitude is { } latitude && _longitude is { } longitude)
                found.Xmp.Place ??= GeoPoint.TryCreate(latitude, longitude);
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
}
