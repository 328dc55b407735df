using System.Text;
using System.Text.Unicode;

namespace Clip.Metadata;

/// <summary>Texts whose encoding nobody says: UTF-8 where they are valid as such, else Latin-1.</summary>
internal static class ByteText
{
    /// <summary>Longer ones are cut: a caption keeps far fewer characters.</summary>
    public const int MostBytes = 16 * 1024;

    /// <summary>The text up to the first zero byte.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var isCut = (end < 0 ? bytes.Length : end) > MostBytes;
        bytes = isCut ? bytes[..MostBytes] : end < 0 ? bytes : bytes[..end];
        // Not to cut within a character, which would make the whole look like Latin-1.
        for (var cut = 0; isCut && cut < 3 && !Utf8.IsValid(bytes[..^cut]); cut++)
        {
            if (Utf8.IsValid(bytes[..^(cut + 1)]))
                return Encoding.UTF8.GetString(bytes[..^(cut + 1)]);
        }
        return (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }
}
