using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Replaces each byte by its character in the <see cref="ByteAlphabet"/>.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        var originLength = 0;
        for (var index = 0; index < source.Length; index++)
        {
            result.AppendCodePoint(ByteAlphabet.Letter(source[index]));
            text.Trace(index, index + 1);
            if (index < text.OriginLength)
                originLength = result.Length;
        }

        text.Accept(originLength);
    }
}
