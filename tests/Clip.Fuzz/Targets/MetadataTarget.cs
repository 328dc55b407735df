using Clip.Metadata;

namespace Clip.Fuzz.Targets;

/// <summary>The metadata of a picture file, or of an XMP sidecar if it starts as XML does.</summary>
internal static class MetadataTarget
{
    public static FuzzTarget Target { get; } = new("metadata", Read)
    {
        Words =
        [
            "Exif\0\0", "II*\0", "MM\0*", "ASCII\0\0\0", "UNICODE\0", "JIS\0\0\0\0\0", "8BIM", "PHUT", "\x1C\x02\x19",
            "http://ns.adobe.com/xap/1.0/\0", "http://ns.adobe.com/xmp/extension/\0", "Photoshop 3.0\0",
            "Raw profile type exif\0\nexif\n", "Raw profile type iptc\0", "XML:com.adobe.xmp\0", "tEXt", "zTXt", "iTXt",
            "XMP DataXMP", "<rdf:li>", "</rdf:li>", "exif:GPSLatitude=\"", "photoshop:DateCreated=\"", "24:60:60",
        ],
    };

    private static void Read(byte[] input)
    {
        var found = new MetadataFindings();
        if (input is [(byte)'<', ..])
            XmpReader.Read(input, found);
        var embedded = input is [(byte)'<', ..]
            ? found.ToEmbedded(isComplete: true)
            : MetadataReader.Read(input, input.Length);
        if (embedded.Texts.All.Any(static text => text.Length is 0 or > MetadataText.MaxCharacters))
            throw new InvalidOperationException("a text is blank or too long");
        if (embedded.Metadata.Captured is null != (embedded.DateKind is null))
            throw new InvalidOperationException("a date has no kind");
    }
}
