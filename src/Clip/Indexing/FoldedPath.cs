using System.Text;
using Clip.Text.Unicode;

namespace Clip.Indexing;

/// <summary>
/// A path with the differences taken out that many file systems do not make: capitals, and whether an accent is part of
/// its letter or follows it. Paths with equal forms may name the same file.
/// </summary>
internal static class FoldedPath
{
    /// <summary>The path in small letters and normalization form C.</summary>
    public static string Of(string path)
    {
        var small = path.ToLowerInvariant();
        if (Ascii.IsValid(small))
            return small;
        var text = new TextBuffer();
        text.Set(Encoding.UTF8.GetBytes(small), isAtTextStart: false);
        UnicodeNormalization.Apply(text, Clip.Text.Unicode.NormalizationForm.Nfc);
        return Encoding.UTF8.GetString(text.Bytes);
    }
}
