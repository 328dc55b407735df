using System.Buffers.Binary;

namespace Clip.Images;

/// <summary>
/// Recognizes picture files by their first bytes, never by their name: a PNG named <c>.jpg</c> is a PNG. Formats that
/// can read other files or run programs (SVG, MVG, PDF, PostScript, URLs, text) are not recognized, so no decoder ever
/// sees them.
/// </summary>
internal static class PictureSniffer
{
    /// <summary>The number of bytes at the start of a file that identify every kind except camera RAW.</summary>
    internal const int HeadLength = 512;

    /// <summary>The kind of a file, or null if it is not a picture of a known kind.</summary>
    /// <param name="data">The whole file.</param>
    internal static PictureKind? Sniff(ReadOnlySpan<byte> data)
    {
        if (CameraRaw.IsRaw(data))
            return PictureKind.CameraRaw;
        var head = Head(data);
        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return PictureKind.Jpeg;
        if (head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return PictureKind.Png;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return PictureKind.Gif;
        if (head.StartsWith("RIFF"u8) && HasAt(head, 8, "WEBP"u8))
            return PictureKind.WebP;
        if (IsBitmap(head))
            return PictureKind.Bmp;
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8))
            return PictureKind.Tiff;
        if (head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8))
            return PictureKind.BigTiff;
        if (head.StartsWith("8BPS"u8))
            return PictureKind.Photoshop;
        if (head.StartsWith<byte>([0xFF, 0x0A]) || head.StartsWith("\0\0\0\x0CJXL \r\n"u8))
            return PictureKind.JpegXl;
        if (head.StartsWith("\0\0\0\x0CjP  \r\n"u8))
            return PictureKind.Jpeg2000;
        if (head.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]))
            return PictureKind.Jpeg2000CodeStream;
        if (head is [0, 0, 1 or 2, 0, ..] && head.Length > 22 && head[4] > 0 && head[5] == 0 && head[9] == 0)
            return PictureKind.Icon;
        return HasAt(head, 4, "ftyp"u8) ? SniffHeif(head) : SniffPortable(head);
    }

    /// <summary>The start of a file.</summary>
    internal static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> data) => data[..Math.Min(data.Length, HeadLength)];

    /// <summary>Whether a signature stands at an offset.</summary>
    internal static bool HasAt(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> signature) =>
        head.Length >= offset + signature.Length && head.Slice(offset, signature.Length).SequenceEqual(signature);

    private static PictureKind? SniffHeif(ReadOnlySpan<byte> head)
    {
        var size = Math.Min(head.Length, (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), HeadLength));
        var isHeif = false;
        // The major brand, its version, the compatible brands.
        for (var at = 8; at + 4 <= size; at += at == 8 ? 8 : 4)
        {
            var brand = head.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return PictureKind.Avif;
            isHeif |= brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
                || brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8);
        }

        return isHeif ? PictureKind.Heic : null;
    }

    /// <summary>PBM, PGM, PPM, PAM and PFM start with a P, a digit or F, and white space.</summary>
    private static PictureKind? SniffPortable(ReadOnlySpan<byte> head)
    {
        if (head.Length < 3 || head[0] != 'P' || !" \t\r\n#"u8.Contains(head[2]))
            return null;
        return head[1] switch
        {
            >= (byte)'1' and <= (byte)'6' => PictureKind.PortableAnyMap,
            (byte)'7' => PictureKind.PortableArbitraryMap,
            (byte)'F' or (byte)'f' => PictureKind.PortableFloatMap,
            _ => null,
        };
    }

    /// <summary>
    /// "BM" alone could start a text, so the following header decides. In files of a clipboard's content it is all.
    /// </summary>
    private static bool IsBitmap(ReadOnlySpan<byte> head)
    {
        var hasFileHeader = head.StartsWith("BM"u8);
        var header = hasFileHeader ? head[Math.Min(14, head.Length)..] : head;
        if (header.Length < 16)
            return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var planes = BinaryPrimitives.ReadUInt16LittleEndian(header[(size == 12 ? 8 : 12)..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(size == 12 ? 10 : 14)..]);
        return size is 12 or (>= 16 and <= 64) or 108 or 124
            && bits is 1 or 2 or 4 or 8 or 16 or 24 or 32
            && (hasFileHeader || planes == 1);
    }
}
