using System.Text;

namespace Clip.Text;

/// <summary>
/// Tells from the tokens of a text whether a tokenizer knows its words. A tokenizer learns the words of the scripts
/// that it was trained on; of another script it is left with letters or bytes, or with the token for what is unknown.
/// </summary>
internal static class CoverageCheck
{
    // Measured with the tokenizers of BERT, CLIP and SigLIP (English), and of XLM-R and Gemma (many languages).
    private const double MostTokensPerSyllable = 1.3;
    private const double MostTokensPerLetter = 0.8;
    private const int FewestLetters = 4;
    private const double MostUnknown = 0.25;
    private const int FewestSyllables = 3000;

    private static readonly string[] UnknownTokens = ["[UNK]", "<unk>"];

    public static TextCoverage Of(HuggingFaceTokenizer tokenizer, string text)
    {
        // Every tokenizer has the characters of ASCII, and most texts have no others.
        if (Ascii.IsValid(text))
            return TextCoverage.Known;
        var ids = Body(tokenizer, text);
        var unknown = ids.Count(id => UnknownTokens.Contains(tokenizer.IdToToken(id)));
        if (ids.Length > 0 && unknown == ids.Length)
            return TextCoverage.Nothing;

        var (latin, others, syllables) = CountLetters(text);
        if (others + syllables <= latin)
            return TextCoverage.Known;
        var isUnknown = unknown > MostUnknown * ids.Length
            || (syllables > others
                ? ids.Length > MostTokensPerSyllable * syllables || HasFewSyllables(tokenizer)
                : others >= FewestLetters && ids.Length > MostTokensPerLetter * others);
        return isUnknown ? TextCoverage.UnknownScript : TextCoverage.Known;
    }

    /// <summary>The tokens of a text without those that every text has and those that stand for a space.</summary>
    private static int[] Body(HuggingFaceTokenizer tokenizer, string text)
    {
        var (ids, empty) = (tokenizer.Encode(text, int.MaxValue), tokenizer.Encode("", int.MaxValue));
        var start = ids.AsSpan().CommonPrefixLength(empty);
        var end = Math.Min(empty.Length - start, ids.Length - start);
        return [.. ids[start..^end].Where(id => tokenizer.IdToToken(id) is not ("▁" or "Ġ"))];
    }

    private static (int Latin, int Others, int Syllables) CountLetters(string text)
    {
        var (latin, others, syllables) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes().Where(Rune.IsLetter))
        {
            if (IsLatin(rune.Value))
                latin++;
            else if (IsSyllable(rune.Value))
                syllables++;
            else
                others++;
        }
        return (latin, others, syllables);
    }

    private static bool IsLatin(int rune) => rune is < 0x250 or (>= 0x1E00 and < 0x1F00) or (>= 0xFF21 and <= 0xFF5A);

    /// <summary>Chinese characters, kana and Hangul, each of which is as much as several letters.</summary>
    private static bool IsSyllable(int rune) =>
        rune is (>= 0x3040 and < 0xA000) or (>= 0xAC00 and < 0xD7B0) or (>= 0xF900 and < 0xFB00)
            or (>= 0x20000 and < 0x32000);

    /// <summary>
    /// Whether a vocabulary of whole characters has so few Chinese ones that they are no words of its language. A
    /// vocabulary of bytes has none, but takes several tokens for one.
    /// </summary>
    private static bool HasFewSyllables(HuggingFaceTokenizer tokenizer)
    {
        var count = 0;
        var missing = 0;
        for (var id = 0; missing < 1000 && count < FewestSyllables; id++)
        {
            if (tokenizer.IdToToken(id) is not { } token)
                missing++;
            else if (token.EnumerateRunes().Any(static rune => IsSyllable(rune.Value)))
                count++;
        }
        // Bytes are written as letters of Latin, among them these.
        var isOfBytes = tokenizer.TokenToId("Ģ") is not null && tokenizer.TokenToId("Ń") is not null;
        return count < FewestSyllables && !isOfBytes;
    }
}
