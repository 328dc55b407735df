using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Replaces or removes single code points: StripAccents and Nmt.</summary>
/// <param name="map">Maps a code point to its replacement or to <see cref="Removed"/>.</param>
internal sealed class FilterNormalizer(Func<int, int> map) : Normalizer
{
    public const int Removed = -1;

    public static readonly FilterNormalizer StripAccents =
        new(static c => c >= 0x80 && UnicodeTables.Facts(c).IsCombiningMark ? Removed : c);

    /// <summary>SentencePiece's nmt rules: control characters are removed, unusual spaces become spaces.</summary>
    public static readonly FilterNormalizer Nmt = new(static c => c switch
    {
        >= 0x01 and <= 0x08 or 0x0B or >= 0x0E and <= 0x1F or 0x7F or 0x8F or 0x9F => Removed,
        0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or >= 0x200B and <= 0x200F => ' ',
        0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => ' ',
        _ => c,
    });

    public override void Normalize(TextBuffer text) => Apply(text, map);

    public static void Apply(TextBuffer text, Func<int, int> map) => text.Rewrite(new Rewriter(map));

    private readonly struct Rewriter(Func<int, int> map) : ICodePointRewriter
    {
        public void Append(int codePoint, ReadOnlySpan<byte> utf8, ByteBuffer result)
        {
            var mapped = map(codePoint);
            if (mapped != Removed)
                result.AppendCodePoint(mapped);
        }
    }
}
