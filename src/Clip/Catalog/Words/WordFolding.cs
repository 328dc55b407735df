using System.Globalization;
using System.Text;
using Clip.Text.Unicode;
using NormalizationForm = Clip.Text.Unicode.NormalizationForm;

namespace Clip.Catalog.Words;

/// <summary>What a character means for the boundaries of words.</summary>
internal enum WordCharacter
{
    /// <summary>Stands between words.</summary>
    Separator,

    /// <summary>Counts as if it were not there.</summary>
    Ignored,

    /// <summary>A letter that may begin a word within a compound.</summary>
    Upper,

    /// <summary>Any other letter of a script with spaces between words.</summary>
    Lower,

    /// <summary>A digit.</summary>
    Digit,

    /// <summary>Part of the character before it.</summary>
    Mark,

    /// <summary>A token of its own: of a script without spaces between words, or a pictograph.</summary>
    Dense,
}

/// <summary>Folds characters that a search takes for the same: case, accents, width, ligatures.</summary>
internal static class WordFolding
{
    /// <summary>The text with compatible forms replaced by usual ones, and letters and accents composed.</summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var buffer = new TextBuffer();
        buffer.Set(Encoding.UTF8.GetBytes(text), isAtTextStart: false);
        UnicodeNormalization.Apply(buffer, NormalizationForm.Nfkc);
        return Encoding.UTF8.GetString(buffer.Bytes);
    }

    /// <summary>Appends a character in lower case and without its accents.</summary>
    public static void AppendFolded(Rune rune, StringBuilder token)
    {
        if (rune.IsAscii)
        {
            token.Append(char.ToLowerInvariant((char)rune.Value));
            return;
        }
        // Beyond these, marks tell words apart, as the voicing marks of kana do.
        if (rune.Value is < 0x590 or >= 0x1E00 and <= 0x1FFF)
        {
            var parts = UnicodeTables.Facts(rune.Value).HasCanonicalDecomposition
                ? UnicodeTables.Canonical.Find(rune.Value)
                : default;
            if (parts.Length > 0)
                Rune.DecodeFromUtf8(parts, out rune, out _);
        }
        rune = Rune.ToLowerInvariant(rune);
        if (Spelled(rune.Value) is { } spelled)
            token.Append(spelled);
        else
            token.Append(rune.ToString());
    }

    /// <summary>What a character of composed text is.</summary>
    public static WordCharacter KindOf(Rune rune)
    {
        if (rune.IsAscii)
        {
            return (char)rune.Value switch
            {
                >= 'a' and <= 'z' => WordCharacter.Lower,
                >= 'A' and <= 'Z' => WordCharacter.Upper,
                >= '0' and <= '9' => WordCharacter.Digit,
                _ => WordCharacter.Separator,
            };
        }
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Format => WordCharacter.Ignored,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
                IsAccent(rune.Value) ? WordCharacter.Ignored : WordCharacter.Mark,
            UnicodeCategory.OtherSymbol => rune == Rune.ReplacementChar ? WordCharacter.Separator : WordCharacter.Dense,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => WordCharacter.Upper,
            UnicodeCategory.LowercaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter =>
                IsDense(rune.Value) ? WordCharacter.Dense : WordCharacter.Lower,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber => WordCharacter.Digit,
            UnicodeCategory.LetterNumber => IsDense(rune.Value) ? WordCharacter.Dense : WordCharacter.Digit,
            _ => WordCharacter.Separator,
        };
    }

    /// <summary>Marks that many texts leave out: accents, and the points of Hebrew and Arabic.</summary>
    private static bool IsAccent(int codePoint) =>
        codePoint is >= 0x300 and <= 0x36F or >= 0x591 and <= 0x5C7 or >= 0x64B and <= 0x65F or 0x670
            or >= 0xFE00 and <= 0xFE0F;

    /// <summary>
    /// Scripts that write no spaces between words (Chinese, Japanese, Thai, Lao, Burmese, Khmer), and Korean, which
    /// appends particles to words.
    /// </summary>
    private static bool IsDense(int codePoint) =>
        codePoint is >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1100 and <= 0x11FF
            or >= 0x1780 and <= 0x17FF or >= 0x2E80 and <= 0x2FDF or >= 0x3005 and <= 0x3007
            or >= 0x3021 and <= 0x3029 or >= 0x3040 and <= 0x312F or >= 0x31F0 and <= 0x31FF
            or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xA960 and <= 0xA97F
            or >= 0xAC00 and <= 0xD7FF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;

    /// <summary>Letters whose usual spelling without accents Unicode does not give.</summary>
    private static string? Spelled(int codePoint) => codePoint switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => null,
    };
}
