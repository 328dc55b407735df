using System.Text;

namespace Clip.Models;

/// <summary>
/// What a model's authors do to a text before its tokenizer, where the tokenizer file does not do it itself. The rules
/// are open_clip's (<c>tokenizer.py</c>), without its repair of mangled encodings and HTML.
/// </summary>
internal enum TextCleaning
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Runs of white space become one space; none is left at the ends.</summary>
    Whitespace,

    /// <summary>Underscores become spaces, ASCII punctuation goes, and white space is joined. Lower-casing is left to the tokenizer.</summary>
    Canonical,
}

/// <summary>Applies a <see cref="TextCleaning"/>.</summary>
internal static class TextCleaner
{
    /// <summary>The cleaned text.</summary>
    public static string Clean(this TextCleaning cleaning, string text)
    {
        if (cleaning == TextCleaning.None)
            return text;
        var result = new StringBuilder(text.Length);
        var spaceIsDue = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (IsSpace(character) || (cleaning == TextCleaning.Canonical && character == '_'))
            {
                spaceIsDue = result.Length > 0;
                continue;
            }
            if (cleaning == TextCleaning.Canonical)
            {
                if (char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character)))
                    continue;
                // Python lower-cases a sigma by its place; the tokenizer's lower-casing, one character at a time, cannot.
                if (character == 'Σ' && IsLetterAt(text, i - 1) && !IsLetterAt(text, i + 1))
                    character = 'ς';
            }
            if (spaceIsDue)
                result.Append(' ');
            spaceIsDue = false;
            result.Append(character);
        }
        return result.ToString();
    }

    private static bool IsLetterAt(string text, int index) => index >= 0 && index < text.Length && char.IsLetter(text[index]);

    // Python counts the four separators of ASCII as white space, .NET does not.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';
}
