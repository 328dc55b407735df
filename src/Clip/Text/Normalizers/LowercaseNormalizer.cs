using System.Text;
using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Lower case one code point at a time, as Rust's <c>char::to_lowercase</c>: Σ is σ even at a word's end.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    public override void Normalize(TextBuffer text) => Lower(text);

    public static void Lower(TextBuffer text)
    {
        if (text.IsAscii)
        {
            Ascii.ToLowerInPlace(text.Writable, out _);
            return;
        }

        var source = text.Bytes;
        var result = text.BeginRewrite();
        var origin = 0;
        for (var index = 0; index < source.Length;)
        {
            var codePoint = Utf8.Decode(source, index, out var length);
            if (codePoint < 0x80)
                result.Append((byte)((uint)(codePoint - 'A') <= 'Z' - 'A' ? codePoint | 0x20 : codePoint));
            else if (UnicodeTables.Facts(codePoint).HasLower)
                result.Append(UnicodeTables.Lower.Find(codePoint));
            else
                result.Append(source.Slice(index, length));
            if (index < text.OriginLength)
                origin = result.Length;
            index += length;
        }

        text.OriginLength = origin;

        text.Accept();
    }
}
