using System.Buffers;
using System.Text;
using System.Xml;

namespace Clip.Metadata;

/// <summary>
/// Reads XMP (ISO 16684-1): properties as elements or attributes of an RDF description. The XML is untrusted: document
/// types are refused, external resources are never fetched, and the size is limited.
/// </summary>
internal static class XmpReader
{
    /// <summary>Larger packets contain whole pictures or a long editing history, and are not read.</summary>
    public const int MaxBytes = 8 << 20;

    private const int MaxDepth = 64;
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    /// <summary>Characters that no XML contains, and some texts of cameras and programs do.</summary>
    private static readonly SearchValues<char> NotXml = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\uFFFE\uFFFF");

    private static readonly string[] LatinEncodings = ["iso-8859-1", "latin1", "windows-1252"];

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        // Nor are references to characters that XML does not allow errors; they are left out where a text is stored.
        CheckCharacters = false,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    /// <summary>Reads a packet.</summary>
    /// <returns>
    /// Null if it was read to its end; otherwise why not. The properties before the damage are kept.
    /// </returns>
    public static string? Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        // Some programs pad the packet, and text before its first tag does not belong to it.
        var first = data.IndexOf((byte)'<');
        var last = data.LastIndexOf((byte)'>');
        if (first < 0 || last <= first)
            return "is not XMP";
        if (last - first >= MaxBytes || !found.MayReadXmp(last - first))
            return $"is longer than {MaxBytes >> 20} MiB";
        var text = Decode(data, first, last);
        var properties = new XmpProperties(found);
        var hasDescription = false;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            while (reader.Read())
            {
                if (reader.Depth > MaxDepth)
                    return "is nested too deeply";
                var isElement = reader.NodeType == XmlNodeType.Element;
                if (!isElement || reader is not { NamespaceURI: Rdf, LocalName: "Description" })
                    continue;
                hasDescription = true;
                ReadDescription(reader, properties);
            }
            return hasDescription ? null : "is not XMP";
        }
        catch (XmlException damage)
        {
            return $"is not valid XML in line {Math.Max(1, damage.LineNumber)}";
        }
        finally
        {
            properties.Finish();
        }
    }

    /// <summary>
    /// Reads the properties of a description. Nested descriptions, as in the editing history, describe other pictures.
    /// </summary>
    private static void ReadDescription(XmlReader reader, XmpProperties properties)
    {
        var depth = reader.Depth;
        var isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
            properties.Add(reader.NamespaceURI, reader.LocalName, reader.Value);
        reader.MoveToElement();
        if (isEmpty)
            return;

        string uri = "", name = "", innerUri = "", innerName = "";
        while (reader.Read() && reader.Depth > depth && reader.Depth <= MaxDepth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                (innerUri, innerName) = (reader.NamespaceURI, reader.LocalName);
                if (reader.Depth == depth + 1)
                    (uri, name) = (innerUri, innerName);
                while (reader.MoveToNextAttribute())
                    properties.AddInner(uri, name, reader.NamespaceURI, reader.LocalName, reader.Value);
                reader.MoveToElement();
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                // The text of a property is in its element, or in the items of its list.
                if (reader.Depth == depth + 2 || reader.Depth == depth + 4)
                    properties.Add(uri, name, reader.Value);
                properties.AddInner(uri, name, innerUri, innerName, reader.Value);
            }
        }
    }

    /// <summary>
    /// The text from its first to its last tag. UTF-16 and UTF-32 have zeros beside the first one; where these are
    /// tells the byte order. Where a declaration says so, it is Latin-1. Bytes that are not valid cost no more than
    /// their own characters.
    /// </summary>
    private static string Decode(ReadOnlySpan<byte> data, int first, int last)
    {
        var start = first & ~3;
        var encoding = data[first..] switch
        {
            [_, 0, 0, 0, ..] when first % 4 is 0 or 3 => new UTF32Encoding(first % 4 == 3, byteOrderMark: false),
            [_, 0, ..] => first % 2 == 0 ? Encoding.Unicode : Encoding.BigEndianUnicode,
            _ => IsLatin(data[first..]) ? Encoding.Latin1 : Encoding.UTF8,
        };
        var text = encoding.GetString(data[start..Math.Min(data.Length, last + 4)]);
        var (begin, end) = (text.IndexOf('<'), text.LastIndexOf('>') + 1);
        if (begin < 0 || end <= begin)
            return ""; // the zeros mean something else
        text = text[begin..end];
        return text.AsSpan().ContainsAny(NotXml) ? WithBlanks(text) : text;
    }

    private static bool IsLatin(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("<?xml"u8) || text.IndexOf("?>"u8) is not (> 0 and < 256 and var end))
            return false;
        var declaration = Encoding.Latin1.GetString(text[..end]);
        return Array.Exists(
            LatinEncodings, name => declaration.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string WithBlanks(string text) => string.Create(text.Length, text, static (valid, text) =>
    {
        text.CopyTo(valid);
        for (int at; (at = valid.IndexOfAny(NotXml)) >= 0; valid = valid[(at + 1)..])
            valid[at] = ' ';
    });
}
