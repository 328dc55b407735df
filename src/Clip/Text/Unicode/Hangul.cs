namespace Clip.Text.Unicode;

/// <summary>Composes and decomposes Hangul syllables by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00, LeadingBase = 0x1100, VowelBase = 0x1161, TrailingBase = 0x11A7;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    public static bool IsSyllable(int codePoint) => (uint)(codePoint - SyllableBase) < SyllableCount;

    /// <summary>The two or three letters of a syllable; <paramref name="trailing"/> is 0 if there are two.</summary>
    public static void Decompose(int syllable, out int leading, out int vowel, out int trailing)
    {
        var index = syllable - SyllableBase;
        leading = LeadingBase + index / (VowelCount * TrailingCount);
        vowel = VowelBase + index % (VowelCount * TrailingCount) / TrailingCount;
        trailing = index % TrailingCount == 0 ? 0 : TrailingBase + index % TrailingCount;
    }

    /// <summary>
    /// The syllable of a leading consonant and a vowel, or of a syllable and a trailing consonant, or -1.
    /// </summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LeadingBase) < LeadingCount && (uint)(second - VowelBase) < VowelCount)
            return SyllableBase + ((first - LeadingBase) * VowelCount + second - VowelBase) * TrailingCount;
        if (IsSyllable(first) && (first - SyllableBase) % TrailingCount == 0
            && second > TrailingBase && second < TrailingBase + TrailingCount)
            return first + second - TrailingBase;
        return -1;
    }
}
