using Clip.Images.Containers;

namespace Clip.Metadata;

/// <summary>
/// Finds EXIF, XMP and IPTC in files made of boxes (ISO 14496-12): HEIC and AVIF list them as items, JPEG XL and
/// JPEG 2000 have boxes for them, Canon's CR3 has a box for each of EXIF's directories.
/// </summary>
internal static class BoxMetadata
{
    private const int MaxBoxes = 10_000;

    private static ReadOnlySpan<byte> XmpIdentifier =>
        [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];

    private static ReadOnlySpan<byte> IptcIdentifier =>
        [0x33, 0xC7, 0xA4, 0xD2, 0xB8, 0x1D, 0x47, 0x23, 0xA0, 0xBA, 0xF1, 0xA3, 0xE0, 0x97, 0xAD, 0x38];

    private static ReadOnlySpan<byte> ExifIdentifier => "JpgTiffExif->JP2"u8;

    private static ReadOnlySpan<byte> CanonIdentifier =>
        [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48];

    /// <summary>Reads a whole file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found) =>
        Read(data, 0, data.Length, found, depth: 0);

    private static void Read(
        ReadOnlySpan<byte> file, int start, int end, MetadataFindings found, int depth)
    {
        var boxes = new IsoBoxes(file, start, end);
        for (var box = 0; box < MaxBoxes && boxes.MoveNext(); box++)
        {
            var content = boxes.Content;
            if (boxes.Is("meta"u8))
                ReadItems(new HeifItems(file, boxes.Start + 4, boxes.End), found); // behind version and flags
            else if (boxes.Is("moov"u8) && depth == 0)
                Read(file, boxes.Start, boxes.End, found, depth + 1);
            else if (boxes.Is("uuid"u8) && content.Length > 16 && content.StartsWith(CanonIdentifier) && depth < 2)
                Read(file, boxes.Start + 16, boxes.End, found, depth + 1);
            else if (boxes.Is("uuid"u8) && content.Length > 16)
                ReadIdentified(content[..16], content[16..], found);
            else if (boxes.Is("brob"u8) && content.Length > 4)
                ReadItem(content[..4], Decompression.Brotli(content[4..], XmpReader.MaxBytes), found);
            else
                ReadItem(boxes.Type, content, found);
        }
    }

    /// <summary>Reads the items of HEIC and AVIF.</summary>
    private static void ReadItems(HeifItems items, MetadataFindings found)
    {
        foreach (var item in items.Find("Exif"u8, ""u8))
            ExifReader.Read(HeifItems.Exif(items.Content(item)), found);
        foreach (var item in items.Find("mime"u8, "application/rdf+xml"u8))
            XmpReader.Read(items.Content(item), found);
    }

    private static void ReadIdentified(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> content, MetadataFindings found)
    {
        if (identifier.SequenceEqual(XmpIdentifier))
            XmpReader.Read(content, found);
        else if (identifier.SequenceEqual(ExifIdentifier))
            ExifReader.Read(content, found);
        else if (identifier.SequenceEqual(IptcIdentifier))
            IptcReader.Read(content, found);
    }

    private static void ReadItem(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content, MetadataFindings found)
    {
        if (kind.SequenceEqual("Exif"u8))
            ExifReader.Read(HeifItems.Exif(content), found);
        else if (kind.SequenceEqual("xml "u8))
            XmpReader.Read(content, found);
        else if (kind.SequenceEqual("CMT1"u8))
            ExifReader.Read(content, found);
        else if (kind.SequenceEqual("CMT2"u8))
            ExifReader.ReadPhoto(content, found);
        else if (kind.SequenceEqual("CMT4"u8))
            ExifReader.ReadPlace(content, found);
    }
}
