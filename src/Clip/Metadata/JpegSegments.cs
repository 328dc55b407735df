using System.Buffers;
using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>
/// Finds EXIF, XMP, IPTC and comments among the segments of a JPEG file, which precede its pixels. A block that is
/// longer than a segment continues in the next one.
/// </summary>
internal sealed class JpegSegments
{
    private const int MaxSegments = 1024;
    private const int MaxBytes = 16 << 20;

    private readonly MetadataFindings _found;
    private readonly ArrayBufferWriter<byte> _exif = new();
    private readonly ArrayBufferWriter<byte> _photoshop = new();
    private readonly ExtendedXmp _extended = new();

    private JpegSegments(MetadataFindings found) => _found = found;

    /// <summary>Reads a file, or its start.</summary>
    /// <returns>Whether these bytes contain all segments that can hold metadata.</returns>
    public static bool Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!data.StartsWith<byte>([0xFF, 0xD8]))
            return true;
        var segments = new JpegSegments(found);
        var isComplete = segments.ReadAll(data[2..]);
        segments.Finish();
        return isComplete;
    }

    private bool ReadAll(ReadOnlySpan<byte> data)
    {
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
            ReadSegment(kind, data[2..length]);
            data = data[length..];
        }
        return true;
    }

    private void ReadSegment(byte kind, ReadOnlySpan<byte> segment)
    {
        var exif = "Exif\0"u8;
        var xmp = "http://ns.adobe.com/xap/1.0/\0"u8;
        var extended = "http://ns.adobe.com/xmp/extension/\0"u8;
        var photoshop = "Photoshop 3.0\0"u8;
        if (kind == 0xE1 && segment.StartsWith(exif) && segment.Length > 6)
        {
            AddExif(segment[6..]);
            return;
        }
        FinishExif();
        if (kind == 0xE1 && segment.StartsWith(xmp))
            XmpReader.Read(segment[xmp.Length..], _found);
        else if (kind == 0xE1 && segment.StartsWith(extended))
            _extended.Add(segment[extended.Length..]);
        else if (kind == 0xED && segment.StartsWith(photoshop) && _photoshop.WrittenCount + segment.Length <= MaxBytes)
            _photoshop.Write(segment[photoshop.Length..]);
        else if (kind == 0xFE)
            FileComment.Read(segment, _found);
    }

    private void AddExif(ReadOnlySpan<byte> segment)
    {
        // One that does not begin as EXIF does continues the one before.
        if (segment.StartsWith("II"u8) || segment.StartsWith("MM"u8))
            FinishExif();
        if (_exif.WrittenCount + segment.Length <= MaxBytes)
            _exif.Write(segment);
    }

    private void FinishExif()
    {
        if (_exif.WrittenCount > 0)
            ExifReader.Read(_exif.WrittenSpan, _found);
        _exif.ResetWrittenCount();
    }

    private void Finish()
    {
        FinishExif();
        _extended.Read(_found);
        if (_photoshop.WrittenCount > 0)
            PhotoshopResources.Read(_photoshop.WrittenSpan, _found);
    }
}
