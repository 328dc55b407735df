using System.Text;

namespace Clip.Metadata;

/// <summary>The form of captions that pictures bring.</summary>
internal static class OwnCaption
{
    /// <summary>Longer ones are cut here: no text encoder reads so far.</summary>
    public const int MostCharacters = 2000;

    /// <summary>The text on one line, without control characters or white space at its ends; null where nothing is left.</summary>
    public static string? Tidy(string? text)
    {
        if (text is null)
            return null;
        var tidy = new StringBuilder(Math.Min(text.Length, MostCharacters));
        var isGap = false;
        foreach (var rune in text.EnumerateRunes()) // makes U+FFFD of half a surrogate pair
        {
            if (rune.Value == 0xFEFF || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                isGap = tidy.Length > 0;
                continue;
            }
            if (tidy.Length + rune.Utf16SequenceLength + (isGap ? 1 : 0) > MostCharacters)
                break;
            if (isGap)
                tidy.Append(' ');
            isGap = false;
            tidy.Append(rune.ToString());
        }
        return tidy.Length > 0 ? tidy.ToString() : null;
    }
}
