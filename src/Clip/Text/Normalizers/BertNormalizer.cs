using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>BERT's normalization: control characters, ideographs, accents, case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool separateIdeographs, bool stripAccents, bool lowercase)
    : Normalizer
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
        // In place, which leaves no trace of what has been removed.
        if (text.IsAscii && !text.IsTraced)
        {
            NormalizeAscii(text);
            return;
        }

        if (cleanText)
            FilterNormalizer.Apply(text, Clean);
        if (separateIdeographs)
            text.Rewrite(default(IdeographSeparator));
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
            var origin = CleanAscii(bytes[..text.OriginLength], bytes);
            var rest = CleanAscii(bytes[text.OriginLength..], bytes[origin..]);
            text.Shorten(origin + rest, origin);
        }

        if (lowercase)
            LowercaseNormalizer.Lower(text);
    }

    /// <summary>Cleans bytes into a destination that may overlap them from the left.</summary>
    /// <returns>The number of bytes that remain.</returns>
    private static int CleanAscii(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        foreach (var b in source)
        {
            if (b >= 0x20 && b != 0x7F)
                destination[written++] = b;
            else if (b is (byte)'\t' or (byte)'\n' or (byte)'\r')
                destination[written++] = (byte)' ';
        }

        return written;
    }

    /// <summary>Puts a space on both sides of each ideograph.</summary>
    private readonly struct IdeographSeparator : ICodePointRewriter
    {
        public void Append(int codePoint, ReadOnlySpan<byte> utf8, ByteBuffer result)
        {
            if (!Characters.IsBertIdeograph(codePoint))
            {
                result.Append(utf8);
                return;
            }

            result.Append((byte)' ');
            result.Append(utf8);
            result.Append((byte)' ');
        }
    }
}
