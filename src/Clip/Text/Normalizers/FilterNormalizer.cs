using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Replaces or removes single code points: StripAccents and Nmt.</summary>
/// <param name="map">What becomes of a code point; <see cref="Removed"/> removes it.</param>
internal sealed class FilterNormalizer(Func<int, int> map) : Normalizer
{
    public const int Removed = -1;

    public static readonly FilterNormalizer StripAccents =
        new(static c => c >= 0x80 && UnicodeTables.Facts(c).IsCombiningMark ? Removed : c);

    /// <summary>The clean-up of SentencePiece's nmt rules: control characters go, odd spaces become spaces.</summary>
    public static readonly FilterNormalizer Nmt = new(static c => c switch
    {
        >= 0x01 and <= 0x08 or 0x0B or >= 0x0E and <= 0x1F or 0x7F or 0x8F or 0x9F => Removed,
        0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or >= 0x200B and <= 0x200F or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => ' ',
        _ => c,
    });

    public override void Normalize(TextBuffer text) => Apply(text, map);

    public static void Apply(TextBuffer text, Func<int, int> map)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        var origin = 0;
        for (var index = 0; index < source.Length;)
        {
            var codePoint = Utf8.Decode(source, index, out var length);
            var mapped = map(codePoint);
            if (mapped != Removed)
                result.AppendCodePoint(mapped);
            if (index < text.OriginLength)
                origin = result.Length;
            index += length;
        }

        text.OriginLength = origin;

        text.Accept();
    }
}
