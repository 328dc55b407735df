using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Prepends a string to the text.</summary>
internal sealed class PrependNormalizer(byte[] prefix) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        result.Append(prefix);
        result.Append(source);
        text.TraceCopy(0, source.Length);
        text.Accept(text.OriginLength == 0 ? 0 : prefix.Length + text.OriginLength);
    }
}
