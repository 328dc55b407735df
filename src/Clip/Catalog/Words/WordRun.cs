namespace Clip.Catalog.Words;

/// <summary>Letters and digits without anything between them, in the form in which words are compared.</summary>
/// <param name="Parts">
/// The tokens: the words of a compound such as <c>GoldenGateBridge</c> or <c>IMG2031</c>, or the single characters of a
/// run without spaces between words.
/// </param>
/// <param name="IsDense">Whether the script writes no spaces between words, or none that a search can rely on.</param>
/// <param name="IsJoined">
/// Whether only one of the characters <c>_ - . /</c>, or nothing, is between this run and the one before.
/// </param>
/// <param name="IsHyphenated">Whether only a hyphen is there.</param>
internal readonly record struct WordRun(
    IReadOnlyList<string> Parts, bool IsDense, bool IsJoined, bool IsHyphenated = false)
{
    /// <summary>Whether it has both letters and digits, as the names of cameras and their files do.</summary>
    public bool IsMixed => !IsDense && Parts.Any(IsNumber) && !Parts.All(IsNumber);

    /// <summary>Whether it is a number.</summary>
    public bool IsNumeric => !IsDense && Parts.All(IsNumber);

    /// <summary>The compound as one token, for those who write it without marking its parts; else null.</summary>
    public string? Whole => IsDense || Parts.Count < 2 ? null : string.Concat(Parts);

    /// <summary>
    /// Whether a hyphen between this run and one before it joins letters, as in T-shirt. Where it joins digits, a query
    /// without it is split there by itself, as F16 is.
    /// </summary>
    public bool HyphenatesLettersOf(WordRun before) =>
        IsHyphenated && !IsDense && !before.IsDense && !IsNumber(Parts[0]) && !IsNumber(before.Parts[^1]);

    private static bool IsNumber(string part) => char.IsDigit(part[0]);
}
