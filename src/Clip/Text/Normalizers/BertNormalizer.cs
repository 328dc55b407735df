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
        if (cleanText)
        {
            var bytes = text.Writable;
            var (written, origin) = (0, 0);
            for (var index = 0; index < bytes.Length; index++)
            {
                var b = bytes[index];
                if (b >= 0x20 && b != 0x7F)
                    bytes[written++] = b;
                else if (b is (byte)'\t' or (byte)'\n' or (byte)'\r')
                    bytes[written++] = (byte)' ';
                if (index < text.OriginLength)
                    origin = written;
            }

            text.Keep(0, written);
            text.OriginLength = origin;
        }

        if (lowercase)
            LowercaseNormalizer.Lower(text);
    }

    private static void SeparateIdeographs(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        var origin = 0;
        for (var index = 0; index < source.Length;)
        {
            var ideograph = Characters.IsBertIdeograph(Utf8.Decode(source, index, out var length));
            if (ideograph)
                result.Append((byte)' ');
            result.Append(source.Slice(index, length));
            if (ideograph)
                result.Append((byte)' ');
            if (index < text.OriginLength)
                origin = result.Length;
            index += length;
        }

        text.OriginLength = origin;

        text.Accept();
    }
}
