using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Writes each byte as the character that stands for it (<see cref="ByteAlphabet"/>).</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        ByteAlphabet.Append(source[..text.OriginLength], result);
        var origin = result.Length;
        ByteAlphabet.Append(source[text.OriginLength..], result);
        text.OriginLength = origin;
        text.Accept();
    }
}
