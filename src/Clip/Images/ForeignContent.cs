using System.Text;

namespace Clip.Images;

/// <summary>Describes files that are not pictures, for error messages.</summary>
internal static class ForeignContent
{
    private const string Convert = PictureErrors.Convert;
    private const string Readable = "Clip reads " + PictureKindNames.All;

    /// <summary>What a file that is not a picture seems to be, and what the user can do about it.</summary>
    /// <param name="head">
    /// The first <see cref="PictureSniffer.HeadLength"/> bytes of the file, or all of a shorter one.
    /// </param>
    internal static (string Content, string Remedy) Describe(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("version https://git-lfs"u8))
            return ("a Git LFS pointer", "fetch the picture itself with git lfs pull");
        if (head.StartsWith("%PDF"u8))
            return ("a PDF document", Convert);
        if (head.StartsWith("%!PS"u8))
            return ("a PostScript document", Convert);
        if (PictureSniffer.HasAt(head, 4, "ftyp"u8))
            return ("a video or another ISO media file", Readable);
        if (head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) || IsRiff(head, "AVI "u8))
            return ("a video", Readable);
        if (head.StartsWith("ID3"u8) || head.StartsWith("OggS"u8) || head.StartsWith("fLaC"u8) || IsRiff(head, ""u8))
            return ("a sound file", Readable);
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith<byte>([0x1F, 0x8B]))
            return ("a compressed archive", "unpack it first");
        if (head.IndexOfAnyExcept((byte)0) < 0)
            return ("nothing but zero bytes", "copy or download it again");
        if (!IsText(head, out var text))
            return ("data of an unknown kind", Readable);
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return ("an SVG drawing", Convert);
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? ("a web page", "download the picture itself")
            : ("text", Readable);
    }

    /// <summary>What a picture of a format is that is not read; null if it is none that is known.</summary>
    /// <param name="head">The start of the file.</param>
    internal static string? UnsupportedPicture(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("DDS "u8))
            return "a DirectDraw Surface (DDS)";
        if (head.StartsWith<byte>([0x76, 0x2F, 0x31, 0x01]))
            return "an OpenEXR picture";
        if (head.StartsWith("#?RADIANCE"u8) || head.StartsWith("#?RGBE"u8))
            return "a Radiance HDR picture";
        if (head.StartsWith("qoif"u8) && head.Length > 13 && head[12] is 3 or 4)
            return "a QOI picture";
        if (head.StartsWith<byte>([0x01, 0xDA]) && head.Length > 3 && head[2] <= 1 && head[3] is 1 or 2)
            return "an SGI picture";
        if (head.Length > 64 && head[0] == 0x0A && head[1] is 0 or 2 or 3 or 4 or 5 && head[2] == 1 && head[64] == 0)
            return "a PCX picture";
        if (head.StartsWith("gimp xcf "u8))
            return "a GIMP document (XCF)";
        if (head.StartsWith("SIMPLE  ="u8))
            return "a FITS picture";
        if (head.StartsWith("SDPX"u8) || head.StartsWith("XPDS"u8))
            return "a DPX picture";
        if (head.StartsWith("icns"u8))
            return "a macOS icon (ICNS)";
        if (head.StartsWith<byte>([(byte)'I', (byte)'I', 0xBC, 0x01]))
            return "a JPEG XR picture";
        if (head.StartsWith<byte>([0x8B, (byte)'J', (byte)'N', (byte)'G', 13, 10, 26, 10])
            || head.StartsWith<byte>([0x8A, (byte)'M', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return "an MNG or JNG picture";
        return IsTarga(head) ? "a Targa (TGA) picture" : null;
    }

    /// <summary>Targa has no signature, so that all fields of its header must be valid.</summary>
    private static bool IsTarga(ReadOnlySpan<byte> head) => head.Length > 18
        && head[1] is 0 or 1 && head[2] is 1 or 2 or 3 or 9 or 10 or 11
        && (head[1] == 1 ? head[7] is 15 or 16 or 24 or 32 : head[3..8].IndexOfAnyExcept((byte)0) < 0)
        && head[16] is 8 or 15 or 16 or 24 or 32 && (head[17] & 0xC0) == 0
        && (head[12] | head[13]) != 0 && (head[14] | head[15]) != 0;

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.StartsWith("RIFF"u8) && (form.IsEmpty || PictureSniffer.HasAt(head, 8, form));

    private static bool IsText(ReadOnlySpan<byte> head, out string text)
    {
        text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var strange = 0;
        foreach (var c in text)
        {
            if (c == '\uFFFD' || (char.IsControl(c) && !char.IsWhiteSpace(c)))
                strange++;
        }

        return strange <= 1; // the end of the head may split a character
    }
}
