using System.Text;
using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>
/// Lower-cases one code point at a time, as Rust's <c>char::to_lowercase</c>: Σ becomes σ even at the end of a word.
/// </summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    public override void Normalize(TextBuffer text) => Lower(text);

    public static void Lower(TextBuffer text)
    {
        if (text.IsAscii)
            Ascii.ToLowerInPlace(text.Writable, out _);
        else
            text.Rewrite(default(Rewriter));
    }

    private readonly struct Rewriter : ICodePointRewriter
    {
        public void Append(int codePoint, ReadOnlySpan<byte> utf8, ByteBuffer result)
        {
            if (codePoint < 0x80)
                result.Append((byte)((uint)(codePoint - 'A') <= 'Z' - 'A' ? codePoint | 0x20 : codePoint));
            else if (UnicodeTables.Facts(codePoint).HasLower)
                result.Append(UnicodeTables.Lower.Find(codePoint));
            else
                result.Append(utf8);
        }
    }
}
