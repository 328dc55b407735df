using System.Buffers.Binary;
using Clip.Images;
using ImageMagick;

namespace Clip.Metadata;

/// <summary>What a picture's file says of itself.</summary>
/// <param name="Metadata">When, where and with what it was taken.</param>
/// <param name="Captions">The captions that it brings: titles, descriptions, keywords; each once.</param>
/// <param name="IsComplete">Whether the bytes that were looked at hold all that the file can say.</param>
internal sealed record EmbeddedMetadata(PictureMetadata Metadata, IReadOnlyList<string> Captions, bool IsComplete);

/// <summary>
/// Reads EXIF, XMP and IPTC blocks out of a picture's bytes without decoding it. ImageMagick would hand over the same blocks,
/// but only beside a whole decode, and a JPEG's are in its first kilobytes.
/// </summary>
/// <remarks>
/// Whatever the bytes are, this neither fails nor takes long: no length is believed before it is compared with what is
/// there, nothing is followed twice, and what makes no sense counts as absent. Thread-safe.
/// </remarks>
internal static class MetadataReader
{
    /// <summary>How much of a JPEG usually holds all of its metadata.</summary>
    public const int UsualPrefix = 256 * 1024;

    /// <summary>Reads what a picture says of itself.</summary>
    /// <param name="data">The file, or its beginning.</param>
    /// <param name="length">How long the whole file is.</param>
    public static EmbeddedMetadata Read(ReadOnlySpan<byte> data, long length)
    {
        var found = new MetadataFindings();
        var isComplete = data.Length >= length;
        switch (PictureFormat.Sniff(data))
        {
            case MagickFormat.Jpeg:
                isComplete |= JpegSegments.Read(data, found);
                break;
            case MagickFormat.Png:
                PngChunks.Read(data, found);
                break;
            case MagickFormat.WebP:
                RiffChunks.Read(data, found);
                break;
            case MagickFormat.Tiff or MagickFormat.Tiff64:
                ExifReader.Read(data, found);
                break;
            case MagickFormat.Dng:
                ReadRaw(data, found);
                break;
            case MagickFormat.Heic or MagickFormat.Avif or MagickFormat.Jxl or MagickFormat.Jp2:
                IsoBoxes.Read(data, found);
                break;
            case MagickFormat.Psd:
                PhotoshopResources.ReadDocument(data, found);
                break;
        }
        return new EmbeddedMetadata(found.Metadata(), found.Captions(), isComplete);
    }

    private static void ReadRaw(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        const int previewOffset = 84, previewLength = 88; // of a Fujifilm file: the JPEG that holds its EXIF
        if (data.Length > previewLength + 4 && data.StartsWith("FUJIFILM"u8))
        {
            long offset = BinaryPrimitives.ReadUInt32BigEndian(data[previewOffset..]);
            long length = BinaryPrimitives.ReadUInt32BigEndian(data[previewLength..]);
            if (offset < data.Length)
                JpegSegments.Read(data.Slice((int)offset, (int)Math.Min(length, data.Length - offset)), found);
        }
        else if (data.Length > 8 && data[4..].StartsWith("ftyp"u8))
        {
            IsoBoxes.Read(data, found);
        }
        else
        {
            ExifReader.Read(data, found);
        }
    }
}
