using System.Buffers.Binary;
using Clip.Images.Containers;

namespace Clip.Metadata;

/// <summary>
/// Finds EXIF, XMP and IPTC in files made of boxes (ISO 14496-12): HEIC and AVIF list them as items, JPEG XL and
/// JPEG 2000 have boxes for them, Canon's CR3 has a box for each of EXIF's directories.
/// </summary>
internal static class IsoBoxes
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
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found) => Read(data, data, found, depth: 0);

    /// <summary>Takes the first box off the front; false if there is none, or it is incomplete.</summary>
    public static bool TryNext(
        scoped ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> content)
    {
        kind = content = default;
        if (data.Length < 8)
            return false;
        kind = data.Slice(4, 4);
        ulong length = BinaryPrimitives.ReadUInt32BigEndian(data);
        var header = 8;
        if (length == 1 && data.Length >= 16)
            (length, header) = (BinaryPrimitives.ReadUInt64BigEndian(data[8..]), 16);
        else if (length == 0)
            length = (ulong)data.Length; // the last box, up to the end of the file
        if (length < (ulong)header || length > (ulong)data.Length)
            return false;
        content = data[header..(int)length];
        data = data[(int)length..];
        return true;
    }

    private static void Read(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> file, MetadataFindings found, int depth)
    {
        for (var box = 0; box < MaxBoxes && TryNext(ref boxes, out var kind, out var content); box++)
        {
            if (kind.SequenceEqual("meta"u8))
                HeifItems.Read(content, file, found);
            else if (kind.SequenceEqual("moov"u8) && depth == 0)
                Read(content, file, found, depth + 1);
            else if (kind.SequenceEqual("uuid"u8) && content.Length > 16)
                ReadIdentified(content[..16], content[16..], file, found, depth);
            else if (kind.SequenceEqual("brob"u8) && content.Length > 4)
                ReadItem(content[..4], Decompression.Brotli(content[4..], XmpReader.MaxBytes), found);
            else
                ReadItem(kind, content, found);
        }
    }

    private static void ReadIdentified(
        ReadOnlySpan<byte> identifier,
        ReadOnlySpan<byte> content,
        ReadOnlySpan<byte> file,
        MetadataFindings found,
        int depth)
    {
        if (identifier.SequenceEqual(XmpIdentifier))
            XmpReader.Read(content, found);
        else if (identifier.SequenceEqual(ExifIdentifier))
            ExifReader.Read(content, found);
        else if (identifier.SequenceEqual(IptcIdentifier))
            IptcReader.Read(content, found);
        else if (identifier.SequenceEqual(CanonIdentifier) && depth < 2)
            Read(content, file, found, depth + 1);
    }

    private static void ReadItem(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content, MetadataFindings found)
    {
        if (kind.SequenceEqual("Exif"u8))
            ReadExif(content, found);
        else if (kind.SequenceEqual("xml "u8))
            XmpReader.Read(content, found);
        else if (kind.SequenceEqual("CMT1"u8))
            ExifReader.Read(content, found);
        else if (kind.SequenceEqual("CMT2"u8))
            ExifReader.ReadPhoto(content, found);
        else if (kind.SequenceEqual("CMT4"u8))
            ExifReader.ReadPlace(content, found);
    }

    /// <summary>Reads EXIF as HEIC and JPEG XL store it, after the number of bytes to skip.</summary>
    public static void ReadExif(ReadOnlySpan<byte> content, MetadataFindings found)
    {
        if (content.Length <= 4)
            return;
        var skip = BinaryPrimitives.ReadUInt32BigEndian(content);
        if (skip < content.Length - 4)
            ExifReader.Read(content[(4 + (int)skip)..], found);
    }
}
