using System.Text;

namespace Clip.Models.TextTower;

/// <summary>
/// What happens to a text before the tokenizer, where the tokenizer file does not do it. The rules are Immich's, for
/// whose layout models with open_clip's configuration are exported (<c>clean_text</c> of its <c>transforms.py</c>).
/// </summary>
internal enum TextCleaning
{
    /// <summary>Nothing happens to the text.</summary>
    None,

    /// <summary>Runs of white space become one space, and are removed at both ends.</summary>
    Whitespace,

    /// <summary>
    /// White space is treated as by <see cref="Whitespace"/>, then ASCII punctuation is removed, which may leave two
    /// spaces. The tokenizer converts to lower case.
    /// </summary>
    Canonical,
}

/// <summary>Applies a <see cref="TextCleaning"/>.</summary>
internal static class TextCleaner
{
    /// <summary>Cleans a text.</summary>
    public static string Clean(this TextCleaning cleaning, string text)
    {
        if (cleaning == TextCleaning.None)
            return text;
        var result = new StringBuilder(text.Length);
        var (hasWord, isSpaceDue) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (IsSpace(character))
            {
                isSpaceDue = hasWord;
                continue;
            }
            if (isSpaceDue)
                result.Append(' ');
            (hasWord, isSpaceDue) = (true, false);
            if (cleaning == TextCleaning.Canonical)
            {
                if (char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character)))
                    continue;
                // Python's lower case of a sigma depends on its neighbors; the tokenizer converts each character alone.
                if (character == 'Σ' && IsLetterAt(text, i - 1) && !IsLetterAt(text, i + 1))
                    character = 'ς';
            }
            result.Append(character);
        }
        return result.ToString();
    }

    private static bool IsLetterAt(string text, int index) =>
        index >= 0 && index < text.Length && char.IsLetter(text[index]);

    // Python counts the four separators of ASCII as white space, .NET does not.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';
}
