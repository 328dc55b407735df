using System.Text;
using System.Text.Unicode;

namespace Clip.Metadata;

/// <summary>Decodes texts of unknown encoding: as UTF-8 if they are valid UTF-8, else as Latin-1.</summary>
internal static class ByteText
{
    /// <summary>Longer texts are truncated; a caption keeps far fewer characters.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Decodes the text before the first zero byte.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var isTruncated = (end < 0 ? bytes.Length : end) > MaxBytes;
        bytes = isTruncated ? bytes[..MaxBytes] : end < 0 ? bytes : bytes[..end];
        // A truncated character would make the whole text look like Latin-1.
        for (var cut = 0; isTruncated && cut < 3 && !Utf8.IsValid(bytes[..^cut]); cut++)
        {
            if (Utf8.IsValid(bytes[..^(cut + 1)]))
                return Encoding.UTF8.GetString(bytes[..^(cut + 1)]);
        }
        return (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }
}
