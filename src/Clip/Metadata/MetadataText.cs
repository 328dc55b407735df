using System.Text;

namespace Clip.Metadata;

/// <summary>Normalizes captions from picture files and sidecars.</summary>
internal static class MetadataText
{
    /// <summary>Longer captions are truncated; no text encoder reads more.</summary>
    public const int MaxCharacters = 2000;

    /// <summary>
    /// The text on one line, without control characters and surrounding white space; null if nothing is left.
    /// </summary>
    public static string? Tidy(string? text)
    {
        if (text is null)
            return null;
        var tidy = new StringBuilder(Math.Min(text.Length, MaxCharacters));
        var isGap = false;
        foreach (var rune in text.EnumerateRunes()) // replaces half a surrogate pair with U+FFFD
        {
            if (rune.Value == 0xFEFF || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                isGap = tidy.Length > 0;
                continue;
            }
            if (tidy.Length + rune.Utf16SequenceLength + (isGap ? 1 : 0) > MaxCharacters)
                break;
            if (isGap)
                tidy.Append(' ');
            isGap = false;
            tidy.Append(rune.ToString());
        }
        return tidy.Length > 0 ? tidy.ToString() : null;
    }
}
