using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>Finds IPTC, EXIF and XMP among the image resources that Photoshop puts into PSD, JPEG and TIFF files.</summary>
internal static class PhotoshopResources
{
    private const int Iptc = 0x0404, Exif = 0x0422, Xmp = 0x0424;

    /// <summary>Reads the resources of a PSD file.</summary>
    public static void ReadDocument(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        const int header = 26;
        // Behind the header come the colours of a palette, then the resources, each part with its length in front.
        if (data.Length < header + 8)
            return;
        var colours = Block(data[header..]).Length;
        if (data.Length >= header + 8 + colours)
            Read(Block(data[(header + 4 + colours)..]), found);
    }

    /// <summary>Reads a list of resources.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!found.MayReadBlock())
            return;
        while (data.Length >= 12 && data.StartsWith("8BIM"u8))
        {
            var kind = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
            var name = (data[6] + 2) & ~1; // its length and its letters, in even number
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
            data = data[Math.Min(data.Length, 4 + (int)Math.Min(int.MaxValue - 8, (length + 1) & ~1u))..];
        }
    }

    /// <summary>What follows a length; none where it is not all there.</summary>
    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> data)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(data);
        return length <= data.Length - 4 ? data.Slice(4, (int)length) : [];
    }
}
