using System.Globalization;
using System.Xml;

namespace Clip.Metadata;

/// <summary>
/// Reads XMP (ISO 16684-1): properties as elements or attributes of an RDF description. It is XML from strangers: document
/// types are refused, nothing outside is ever fetched, and its size is bounded.
/// </summary>
internal static class XmpReader
{
    /// <summary>Larger ones hold a picture's editing history, and are not read.</summary>
    public const int MostBytes = 2 << 20;

    private const int DeepestElement = 64;
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
        MaxCharactersInDocument = MostBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        // Padding: some programs end the packet with zeros, and text before its first mark is none of it.
        var start = data.IndexOf((byte)'<');
        var end = data.LastIndexOf((byte)'>') + 1;
        if (start < 0 || end <= start || end - start > MostBytes || !found.MayReadBlock())
            return;
        var properties = new Properties(found);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(data[start..end].ToArray(), writable: false), Settings);
            while (reader.Read())
            {
                if (reader.Depth > DeepestElement)
                    break;
                if (reader.NodeType == XmlNodeType.Element && reader is { NamespaceURI: Rdf, LocalName: "Description" })
                    ReadDescription(reader, properties);
            }
        }
        catch (XmlException)
        {
            // What was said before the damage is as good as any.
        }
        properties.Settle();
    }

    /// <summary>Reads the properties of a description; descriptions within, as in a picture's history, are not about this picture.</summary>
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
        while (reader.Read() && reader.Depth > depth && reader.Depth <= DeepestElement)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
                (uri, name) = (reader.NamespaceURI, reader.LocalName);
            // A property's text stands in it, or in the items of its list.
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && (reader.Depth == depth + 2 || reader.Depth == depth + 4))
                properties.Add(uri, name, reader.Value);
        }
    }

    /// <summary>What the descriptions say; places need two properties and are settled at the end.</summary>
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

        public void Settle()
        {
            if (_latitude is { } latitude && _longitude is { } longitude)
                found.Xmp.Place ??= GeoPoint.TryCreate(latitude, longitude);
        }

        /// <summary>Reads <c>47,22,30N</c>, <c>47,22.5N</c>; a plain number with its sign is not XMP's form, but met.</summary>
        private static double? Degrees(string text, char positive, char negative)
        {
            text = text.Trim();
            if (text.Length is 0 or > 64)
                return null;
            if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain))
                return plain;
            var letter = char.ToUpperInvariant(text[^1]);
            if (letter != positive && letter != negative)
                return null;
            var (degrees, unit) = (0.0, 1.0);
            foreach (var part in text[..^1].Split(','))
            {
                if (unit > 3600 || !double.TryParse(part.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                    return null;
                degrees += number / unit;
                unit *= 60;
            }
            return letter == negative ? -degrees : degrees;
        }
    }
}
