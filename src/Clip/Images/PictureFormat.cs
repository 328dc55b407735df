using System.Buffers.Binary;
using System.Text;
using ImageMagick;

namespace Clip.Images;

/// <summary>
/// Recognises pictures by their first bytes, never by their name: a PNG called <c>.jpg</c> is a PNG, and formats that
/// could read other files or run programs (SVG, MVG, PDF, PostScript, URLs, text) do not exist for the decoder.
/// </summary>
internal static class PictureFormat
{
    /// <summary>How many bytes at the start of a file decide its format.</summary>
    internal const int HeadLength = 512;

    /// <summary>The formats read, for error messages.</summary>
    internal const string Names = "JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF, JPEG XL, JPEG 2000, PNM, ICO, PSD and camera RAW";

    /// <summary>The decoder for a file, or null where it is not a picture of a known format.</summary>
    /// <param name="data">The whole file.</param>
    internal static MagickFormat? Sniff(ReadOnlySpan<byte> data)
    {
        if (CameraRaw.IsRaw(data))
            return MagickFormat.Dng; // one decoder for all, which looks at the content itself
        var head = data[..Math.Min(data.Length, HeadLength)];
        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return MagickFormat.Jpeg;
        if (head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return MagickFormat.Png;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return MagickFormat.Gif;
        if (head.StartsWith("RIFF"u8) && At(head, 8, "WEBP"u8))
            return MagickFormat.WebP;
        if (head.StartsWith("BM"u8) && IsBitmapHeader(head))
            return MagickFormat.Bmp;
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8))
            return MagickFormat.Tiff;
        if (head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8))
            return MagickFormat.Tiff64;
        if (head.StartsWith("8BPS"u8))
            return MagickFormat.Psd;
        if (head.StartsWith<byte>([0xFF, 0x0A]) || head.StartsWith("\0\0\0\x0CJXL \r\n"u8))
            return MagickFormat.Jxl;
        if (head.StartsWith("\0\0\0\x0CjP  \r\n"u8))
            return MagickFormat.Jp2;
        if (head.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]))
            return MagickFormat.J2k;
        if (head.StartsWith<byte>([0, 0, 1, 0]) && head.Length > 22 && head[4] > 0 && head[5] == 0 && head[9] == 0)
            return MagickFormat.Ico;
        return At(head, 4, "ftyp"u8) ? SniffHeif(head) : SniffPortable(head);
    }

    /// <summary>What a file that is not a picture seems to be, and what the user may do about it.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes of the file, or all of a shorter one.</param>
    internal static (string What, string Remedy) Describe(ReadOnlySpan<byte> head)
    {
        const string convert = "convert it to PNG or JPEG first";
        const string skip = "Clip reads " + Names;
        if (head.StartsWith("version https://git-lfs"u8))
            return ("a Git LFS pointer", "fetch the picture itself with git lfs pull");
        if (head.StartsWith("%PDF"u8))
            return ("a PDF document", convert);
        if (head.StartsWith("%!PS"u8))
            return ("a PostScript document", convert);
        if (At(head, 4, "ftyp"u8))
            return ("a video or another ISO media file", skip);
        if (head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) || (head.StartsWith("RIFF"u8) && At(head, 8, "AVI "u8)))
            return ("a video", skip);
        if (head.StartsWith("ID3"u8) || head.StartsWith("OggS"u8) || head.StartsWith("fLaC"u8) || head.StartsWith("RIFF"u8))
            return ("a sound file", skip);
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith<byte>([0x1F, 0x8B]))
            return ("a compressed archive", "unpack it first");
        if (head.IndexOfAnyExcept((byte)0) < 0)
            return ("nothing but zero bytes", "copy or download it again");
        if (!IsText(head, out var text))
            return ("data of an unknown kind", skip);
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return ("an SVG drawing", convert);
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? ("a web page", "download the picture itself")
            : ("text", skip);
    }

    private static MagickFormat? SniffHeif(ReadOnlySpan<byte> head)
    {
        var size = Math.Min(head.Length, (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), HeadLength));
        var isHeif = false;
        for (var at = 8; at + 4 <= size; at += at == 8 ? 8 : 4) // the major brand, its version, the compatible brands
        {
            var brand = head.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return MagickFormat.Avif;
            isHeif |= brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
                || brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8);
        }

        return isHeif ? MagickFormat.Heic : null;
    }

    /// <summary>PBM, PGM, PPM, PAM and PFM: a P, a digit or F, and white space.</summary>
    private static MagickFormat? SniffPortable(ReadOnlySpan<byte> head)
    {
        if (head.Length < 3 || head[0] != 'P' || head[2] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#'))
            return null;
        return head[1] switch
        {
            >= (byte)'1' and <= (byte)'6' => MagickFormat.Pnm,
            (byte)'7' => MagickFormat.Pam,
            (byte)'F' or (byte)'f' => MagickFormat.Pfm,
            _ => null,
        };
    }

    /// <summary>"BM" alone could begin a text; the size of the header that follows decides.</summary>
    private static bool IsBitmapHeader(ReadOnlySpan<byte> head) =>
        head.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    private static bool At(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> magic) =>
        head.Length >= offset + magic.Length && head.Slice(offset, magic.Length).SequenceEqual(magic);

    private static bool IsText(ReadOnlySpan<byte> head, out string text)
    {
        text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var strange = 0;
        foreach (var c in text)
        {
            if (c == '\uFFFD' || (char.IsControl(c) && !char.IsWhiteSpace(c)))
                strange++;
        }

        return strange <= 1; // a character may be cut in two where the head ends
    }
}
