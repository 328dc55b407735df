using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Replaces each byte by its character in the <see cref="ByteAlphabet"/>.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        ByteAlphabet.Append(source[..text.OriginLength], result);
        var originLength = result.Length;
        ByteAlphabet.Append(source[text.OriginLength..], result);
        text.Accept(originLength);
    }
}
