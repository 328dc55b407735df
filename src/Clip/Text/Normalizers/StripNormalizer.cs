using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Removes white space from the ends of the text.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var bytes = text.Bytes;
        int start = 0, end = bytes.Length;
        while (right && end > start && Characters.IsWhiteSpace(Utf8.DecodeLast(bytes, end, out var length)))
            end -= length;
        while (left && start < end && Characters.IsWhiteSpace(Utf8.Decode(bytes, start, out var length)))
            start += length;
        text.Keep(start, end - start);
    }
}
