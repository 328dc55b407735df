using System.Text;
using System.Text.Unicode;

namespace Clip.Metadata;

/// <summary>
/// Decodes texts of unknown encoding: as UTF-16 if they look like it, as UTF-8 if they are valid UTF-8, else in the
/// code page 1252 of Windows, as ExifTool reads IPTC. It is Latin-1 with quotation marks, dashes and the euro sign in
/// place of control characters.
/// </summary>
internal static class ByteText
{
    /// <summary>Longer texts are truncated; a caption keeps far fewer characters.</summary>
    public const int MaxBytes = 16 * 1024;

    // The characters from 0x80 to 0x9F; the five that are not assigned stay control characters.
    private const string Windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /// <summary>Decodes the text before the first zero byte.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (WideText.IsLikely(bytes))
            return WideText.Decode(bytes);
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            bytes = bytes[3..];
        var end = bytes.IndexOf((byte)0);
        var isTruncated = (end < 0 ? bytes.Length : end) > MaxBytes;
        bytes = isTruncated ? bytes[..MaxBytes] : end < 0 ? bytes : bytes[..end];
        // A truncated character would make the whole text look like another encoding.
        for (var cut = 0; isTruncated && cut < 3 && !Utf8.IsValid(bytes[..^cut]); cut++)
        {
            if (Utf8.IsValid(bytes[..^(cut + 1)]))
                return Encoding.UTF8.GetString(bytes[..^(cut + 1)]);
        }
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : FromWindows(bytes);
    }

    private static string FromWindows(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = bytes[i] is >= 0x80 and < 0xA0 ? Windows[bytes[i] - 0x80] : (char)bytes[i];
        });
}
