using System.Text;
using Clip.Text.Unicode;

namespace Clip.Indexing.Captions;

/// <summary>
/// Folds paths that many file systems treat as equal to one form: case, and whether an accent is part of its letter or
/// follows it. Paths with equal forms may name the same file.
/// </summary>
internal static class FoldedPath
{
    /// <summary>The path in lower case and Unicode normalization form C.</summary>
    public static string Of(string path)
    {
        var lower = path.ToLowerInvariant();
        if (Ascii.IsValid(lower))
            return lower;
        var text = new TextBuffer();
        text.Set(Encoding.UTF8.GetBytes(lower), isAtTextStart: false);
        UnicodeNormalization.Apply(text, Clip.Text.Unicode.NormalizationForm.Nfc);
        return Encoding.UTF8.GetString(text.Bytes);
    }
}
