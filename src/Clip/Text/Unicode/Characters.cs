using System.Runtime.CompilerServices;

namespace Clip.Text.Unicode;

/// <summary>The classes of code points that hot loops test: ASCII is decided without the tables.</summary>
internal static class Characters
{
    private const uint L = 1u << (int)GeneralCategory.Lu | 1u << (int)GeneralCategory.Ll | 1u << (int)GeneralCategory.Lt
        | 1u << (int)GeneralCategory.Lm | 1u << (int)GeneralCategory.Lo;

    private const uint N =
        1u << (int)GeneralCategory.Nd | 1u << (int)GeneralCategory.Nl | 1u << (int)GeneralCategory.No;

    /// <summary>
    /// White_Space: <c>\s</c> in both regular expression engines, and Rust's <c>char::is_whitespace</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhiteSpace(int codePoint) =>
        codePoint < 0x80 ? codePoint is ' ' or >= '\t' and <= '\r' : IsWideWhiteSpace(codePoint);

    /// <summary><c>\p{L}</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetter(int codePoint) =>
        codePoint < 0x80
            ? (uint)((codePoint | 0x20) - 'a') <= 'z' - 'a'
            : (L >> (int)UnicodeTables.Facts(codePoint).Category & 1) != 0;

    /// <summary><c>\p{N}</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNumber(int codePoint) =>
        codePoint < 0x80
            ? (uint)(codePoint - '0') <= 9
            : (N >> (int)UnicodeTables.Facts(codePoint).Category & 1) != 0;

    /// <summary>Punctuation as the BertPreTokenizer and Punctuation pre-tokenizers define it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPunctuation(int codePoint) =>
        codePoint < 0x80
            ? codePoint is >= 33 and <= 47 or >= 58 and <= 64 or >= 91 and <= 96 or >= 123 and <= 126
            : UnicodeTables.Facts(codePoint).IsPunctuation;

    /// <summary><c>\w</c> of Rust's regex.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWord(int codePoint) =>
        codePoint < 0x80
            ? (uint)((codePoint | 0x20) - 'a') <= 'z' - 'a' || (uint)(codePoint - '0') <= 9 || codePoint == '_'
            : UnicodeTables.Facts(codePoint).IsWord;

    /// <summary><c>char::is_numeric</c> of Rust.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNumeric(int codePoint) =>
        codePoint < 0x80 ? (uint)(codePoint - '0') <= 9 : UnicodeTables.Facts(codePoint).IsNumeric;

    /// <summary>
    /// The ideographs that BERT surrounds with spaces. The gap before U+2B920 is the same as in the reference.
    /// </summary>
    public static bool IsBertIdeograph(int codePoint) =>
        codePoint is >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF
            or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF
            or >= 0x2F800 and <= 0x2FA1F;

    private static bool IsWideWhiteSpace(int codePoint) =>
        codePoint is 0x85 or 0xA0 or 0x1680 or >= 0x2000 and <= 0x200A
            or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;
}
