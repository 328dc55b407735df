using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>Finds EXIF, XMP and IPTC among the segments of a JPEG file, which precede its pixels.</summary>
internal static class JpegSegments
{
    private const int MaxSegments = 1024;

    /// <summary>Reads a file, or its start.</summary>
    /// <returns>Whether these bytes contain all segments that can hold metadata.</returns>
    public static bool Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!data.StartsWith<byte>([0xFF, 0xD8]))
            return true;
        data = data[2..];
        for (var segment = 0; segment < MaxSegments; segment++)
        {
            var marker = data.IndexOfAnyExcept((byte)0xFF);
            if (marker < 0)
                return false;
            if (marker == 0)
                return true; // a marker is missing, so the rest cannot be interpreted
            var kind = data[marker];
            data = data[(marker + 1)..];
            if (kind is 0xDA or 0xD9) // the pixels, or the end
                return true;
            if (kind is 0x01 or (>= 0xD0 and <= 0xD8))
                continue;
            if (data.Length < 2)
                return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(data);
            if (length < 2)
                return true;
            if (length > data.Length)
                return false;
            ReadSegment(kind, data[2..length], found);
            data = data[length..];
        }
        return true;
    }

    private static void ReadSegment(byte kind, ReadOnlySpan<byte> segment, MetadataFindings found)
    {
        var exif = "Exif\0"u8;
        var xmp = "http://ns.adobe.com/xap/1.0/\0"u8;
        var photoshop = "Photoshop 3.0\0"u8;
        if (kind == 0xE1 && segment.StartsWith(exif) && segment.Length > 6)
            ExifReader.Read(segment[6..], found);
        else if (kind == 0xE1 && segment.StartsWith(xmp))
            XmpReader.Read(segment[xmp.Length..], found);
        else if (kind == 0xED && segment.StartsWith(photoshop))
            PhotoshopResources.Read(segment[photoshop.Length..], found);
    }
}
