using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>
/// Finds IPTC, EXIF and XMP among the image resources that Photoshop writes into PSD, JPEG and TIFF files.
/// </summary>
internal static class PhotoshopResources
{
    private const int Iptc = 0x0404, Exif = 0x0422, Xmp = 0x0424;

    /// <summary>Reads the resources of a PSD file.</summary>
    public static void ReadDocument(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        const int header = 26;
        // The header is followed by the palette and the resources, each preceded by its length.
        if (data.Length < header + 8)
            return;
        var colors = Block(data[header..]).Length;
        if (data.Length >= header + 8 + colors)
            Read(Block(data[(header + 4 + colors)..]), found);
    }

    /// <summary>Reads a list of resources.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!found.MayReadBlock())
            return;
        while (data.Length >= 12 && data.StartsWith("8BIM"u8))
        {
            var kind = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
            var name = (data[6] + 2) & ~1; // its length and its characters, padded to an even size
            if (data.Length < 6 + name + 4)
                return;
            data = data[(6 + name)..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(data);
            if (length > data.Length - 4)
                return;
            var value = data.Slice(4, (int)length);
            if (kind == Iptc)
                IptcReader.Read(value, found);
            else if (kind == Exif)
                ExifReader.Read(value, found);
            else if (kind == Xmp)
                XmpReader.Read(value, found);
            var padded = (int)Math.Min(int.MaxValue - 8, (length + 1) & ~1u);
            data = data[Math.Min(data.Length, 4 + padded)..];
        }
    }

    /// <summary>The block after its length; empty if it is incomplete.</summary>
    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> data)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(data);
        return length <= data.Length - 4 ? data.Slice(4, (int)length) : [];
    }
}
