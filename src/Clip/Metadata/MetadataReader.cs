using System.Buffers.Binary;
using Clip.Images;

namespace Clip.Metadata;

/// <summary>
/// Reads EXIF, XMP and IPTC blocks from a picture's bytes without decoding it. A decoder would return the same blocks,
/// but only with a whole decode, while a JPEG's blocks are in its first kilobytes.
/// </summary>
/// <remarks>
/// Whatever the bytes are, reading neither fails nor takes long: every length is checked against the available bytes,
/// nothing is followed twice, and invalid values count as missing. Thread-safe.
/// </remarks>
internal static class MetadataReader
{
    /// <summary>
    /// Counts what is read: an index remembers by which version each picture was read, and the next update reads those
    /// of an older one again. Raise it with every change that finds more or other metadata in files that have them.
    /// </summary>
    /// <remarks>2: comments in UTF-16, which were taken for other texts.</remarks>
    public const int Version = 2;

    /// <summary>The length of the start of a JPEG that usually contains all of its metadata.</summary>
    public const int UsualPrefix = 256 * 1024;

    /// <summary>Reads the metadata of a file whose kind is not known yet.</summary>
    /// <param name="data">The file, or its start.</param>
    /// <param name="length">The length of the whole file.</param>
    public static EmbeddedMetadata Read(ReadOnlySpan<byte> data, long length) =>
        Read(data, length, PictureSniffer.Sniff(data));

    /// <summary>Reads the metadata of a picture.</summary>
    /// <param name="data">The file, or its start.</param>
    /// <param name="length">The length of the whole file.</param>
    /// <param name="kind">The kind of the picture; null, if it is not one, gives nothing.</param>
    public static EmbeddedMetadata Read(ReadOnlySpan<byte> data, long length, PictureKind? kind)
    {
        var found = new MetadataFindings();
        var isComplete = data.Length >= length;
        switch (kind)
        {
            case PictureKind.Jpeg:
                isComplete |= JpegSegments.Read(data, found);
                break;
            case PictureKind.Png:
                PngMetadata.Read(data, found);
                break;
            case PictureKind.Gif:
                GifBlocks.Read(data, found);
                break;
            case PictureKind.WebP:
                WebPMetadata.Read(data, found);
                break;
            case PictureKind.Tiff or PictureKind.BigTiff:
                ExifReader.Read(data, found);
                break;
            case PictureKind.CameraRaw:
                ReadRaw(data, found);
                break;
            case PictureKind.Heic or PictureKind.Avif or PictureKind.JpegXl or PictureKind.Jpeg2000:
                BoxMetadata.Read(data, found);
                break;
            case PictureKind.Photoshop:
                PhotoshopResources.ReadDocument(data, found);
                break;
        }
        return found.ToEmbedded(isComplete);
    }

    /// <summary>Reads the block with the EXIF of a Minolta file, one of those at its start.</summary>
    private static void ReadMinolta(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        const int header = 8, maxBlocks = 16;
        data = data[Math.Min(header, data.Length)..];
        for (var block = 0; block < maxBlocks && data.Length >= header; block++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
            if (length > data.Length - header)
                return;
            if (data.StartsWith("\0TTW"u8))
                ExifReader.Read(data.Slice(header, (int)length), found);
            data = data[(header + (int)length)..];
        }
    }

    private static void ReadRaw(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        const int previewOffset = 84, previewLength = 88; // the JPEG with the EXIF of a Fujifilm file
        if (data.Length > previewLength + 4 && data.StartsWith("FUJIFILM"u8))
        {
            long offset = BinaryPrimitives.ReadUInt32BigEndian(data[previewOffset..]);
            long length = BinaryPrimitives.ReadUInt32BigEndian(data[previewLength..]);
            if (offset < data.Length)
                JpegSegments.Read(data.Slice((int)offset, (int)Math.Min(length, data.Length - offset)), found);
        }
        else if (data.StartsWith("\0MRM"u8))
        {
            ReadMinolta(data, found);
        }
        else if (data.Length > 8 && data[4..].StartsWith("ftyp"u8))
        {
            BoxMetadata.Read(data, found);
        }
        else
        {
            ExifReader.Read(data, found);
        }
    }
}
