using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>BERT's clean-up: control characters, ideographs, accents, case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool separateIdeographs, bool stripAccents, bool lowercase) : Normalizer
{
    private static readonly Func<int, int> Clean = static c =>
        c is 0 or 0xFFFD ? FilterNormalizer.Removed
        : Characters.IsWhiteSpace(c) && c is not (0x0B or 0x0C or 0x85) ? ' '
        : c < 0x80 ? (c is < 0x20 or 0x7F ? FilterNormalizer.Removed : c)
        : UnicodeTables.Facts(c).IsBertControl ? FilterNormalizer.Removed : c;

    private static readonly Func<int, int> RemoveAccents = static c =>
        c >= 0x80 && UnicodeTables.Facts(c).IsBertAccent ? FilterNormalizer.Removed : c;

    public override void Normalize(TextBuffer text)
    {
        if (text.IsAscii)
        {
            NormalizeAscii(text);
            return;
        }

        if (cleanText)
            FilterNormalizer.Apply(text, Clean);
        if (separateIdeographs)
            SeparateIdeographs(text);
        if (stripAccents && text.Length > 0)
        {
            UnicodeNormalization.Apply(text, NormalizationForm.Nfd);
            FilterNormalizer.Apply(text, RemoveAccents);
        }

        if (lowercase)
            LowercaseNormalizer.Lower(text);
    }

    private void NormalizeAscii(TextBuffer text)
    {
        var bytes = text.Writable;
        var written = bytes.Length;
        if (cleanText)
        {
            written = 0;
            foreach (var b in bytes)
            {
                if (b >= 0x20 && b != 0x7F)
                    bytes[written++] = b;
                else if (b is (byte)'\t' or (byte)'\n' or (byte)'\r')
                    bytes[written++] = (byte)' ';
                else if (written == 0)
                    text.StartsAtOrigin = false;
            }
        }

        text.Keep(0, written);
        if (lowercase)
            LowercaseNormalizer.Lower(text);
    }

    private static void SeparateIdeographs(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        for (var index = 0; index < source.Length;)
        {
            var ideograph = Characters.IsBertIdeograph(Utf8.Decode(source, index, out var length));
            if (ideograph)
                result.Append((byte)' ');
            result.Append(source.Slice(index, length));
            if (ideograph)
                result.Append((byte)' ');
            index += length;
        }

        text.Accept();
    }
}
