using System.Buffers.Binary;
using Clip.Images.Containers;
using Clip.Images.Decoding.Heif;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// Finds the orientation of pictures where ImageMagick does not: in WebP, HEIC and AVIF files, and in XMP without EXIF.
/// </summary>
internal static class StoredOrientation
{
    /// <summary>The orientation (1 to 8), or 0 if there is none.</summary>
    /// <param name="picture">The file.</param>
    /// <param name="found">What ImageMagick found, in EXIF or in the format's own fields; 0 if nothing.</param>
    internal static int Find(PictureData picture, int found) => picture.Kind switch
    {
        PictureKind.WebP => InWebP(picture.Data),
        // What a HEIC or AVIF file itself turns has been turned by the decoder.
        PictureKind.Heic or PictureKind.Avif => HeifFile.TryRead(picture.Data, out var file) && !file.IsTurned
            ? file.Orientation()
            : 0,
        PictureKind.Jpeg when found == 0 => InJpeg(picture.Data),
        _ => found,
    };

    private static int InWebP(ReadOnlySpan<byte> data)
    {
        var (exif, xmp) = (0, 0);
        var chunks = new RiffChunks(data[Math.Min(12, data.Length)..]);
        while (chunks.MoveNext())
        {
            if (chunks.Type.SequenceEqual("EXIF"u8))
                exif = ExifOrientation.Find(chunks.Content);
            else if (chunks.Type.SequenceEqual("XMP "u8))
                xmp = XmpOrientation.Find(chunks.Content);
        }

        return exif != 0 ? exif : xmp;
    }

    /// <summary>The orientation in the XMP packet of a JPEG file, whose segments precede the pixels.</summary>
    private static int InJpeg(ReadOnlySpan<byte> data)
    {
        const byte startOfScan = 0xDA, application1 = 0xE1;
        var signature = "http://ns.adobe.com/xap/1.0/\0"u8;
        var rest = data[2..];
        while (rest.Length >= 4 && rest[0] == 0xFF && rest[1] != startOfScan)
        {
            if (rest[1] == 0xFF) // a fill byte
            {
                rest = rest[1..];
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < 2 || 2 + length > rest.Length)
                break;
            var content = rest[4..(2 + length)];
            if (rest[1] == application1 && content.StartsWith(signature)
                && XmpOrientation.Find(content[signature.Length..]) is > 0 and var orientation)
                return orientation;
            rest = rest[(2 + length)..];
        }

        return 0;
    }
}
