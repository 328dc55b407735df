using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Puts a string before the text.</summary>
internal sealed class PrependNormalizer(byte[] prefix) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        result.Append(prefix);
        result.Append(source);
        if (text.OriginLength > 0)
            text.OriginLength += prefix.Length;
        text.Accept();
    }
}
