using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Texts in UTF-16 where the format of the file has bytes, as some programs on Windows write comments: with a byte
/// order mark, or of letters that all have the same zero byte.
/// </summary>
internal static class WideText
{
    private static readonly UnicodeEncoding Little = new(false, false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Big = new(true, false, throwOnInvalidBytes: true);

    /// <summary>Whether bytes begin as such a text does, and no text in bytes would.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> bytes) => IsMarked(bytes) || ZeroPlace(bytes) is not null;

    /// <summary>Decodes the text before the first zero character; empty where it is no text.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var isLittle = IsMarked(bytes) ? bytes[0] == 0xFF : ZeroPlace(bytes) == 1;
        if (IsMarked(bytes))
            bytes = bytes[2..];
        bytes = bytes[..Math.Min(bytes.Length & ~1, ByteText.MaxBytes)];
        for (var i = 0; i < bytes.Length; i += 2)
        {
            if (bytes[i] == 0 && bytes[i + 1] == 0)
                bytes = bytes[..i];
        }
        // A pair that was cut would make the whole text look invalid.
        if (bytes.Length == ByteText.MaxBytes && bytes[isLittle ? ^1 : ^2] is >= 0xD8 and <= 0xDB)
            bytes = bytes[..^2];
        try
        {
            var text = (isLittle ? Little : Big).GetString(bytes);
            return text.Any(static letter => char.IsControl(letter) && !char.IsWhiteSpace(letter)) ? "" : text;
        }
        catch (DecoderFallbackException)
        {
            // Other bytes that begin like this.
            return "";
        }
    }

    private static bool IsMarked(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    /// <summary>Which byte of every two is zero and the other one never; null where none is.</summary>
    private static int? ZeroPlace(ReadOnlySpan<byte> bytes)
    {
        const int fewest = 4, enough = 256;
        if (bytes.Length < fewest || (bytes[0] == 0) == (bytes[1] == 0))
            return null;
        var place = bytes[0] == 0 ? 0 : 1;
        var length = Math.Min(bytes.Length & ~1, enough);
        for (var i = 0; i < length; i += 2)
        {
            var isEnd = bytes[i] == 0 && bytes[i + 1] == 0;
            if (isEnd)
                return i >= fewest ? place : null;
            if (bytes[i + place] != 0 || bytes[i + 1 - place] == 0)
                return null;
        }
        return place;
    }
}
