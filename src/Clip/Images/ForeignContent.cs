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
