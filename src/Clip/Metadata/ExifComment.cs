using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Decodes EXIF's user comment: eight bytes name its character code (CIPA DC-008, table 9), and the text follows. As in
/// exiftool, blanks may stand for the zeros in the name, and a text without a name is read as one of unknown code.
/// </summary>
internal static class ExifComment
{
    private const int NameLength = 8;

    /// <summary>The text; null if there is none.</summary>
    /// <param name="value">The comment with its character code.</param>
    /// <param name="isLittleEndian">The byte order of the EXIF block, for a text that does not show its own.</param>
    public static string? Decode(ReadOnlySpan<byte> value, bool isLittleEndian)
    {
        if (value.Length <= NameLength)
            return value.Length == 0 || value[0] == 0 ? null : ByteText.Decode(value);
        var text = value[NameLength..];
        text = text[..Math.Min(text.Length, ByteText.MaxBytes)];
        return value[..NameLength].TrimEnd("\0 "u8) switch
        {
            var name when name.SequenceEqual("UNICODE"u8) => Wide(text, isLittleEndian),
            var name when name.SequenceEqual("JIS"u8) => Japanese(text),
            var name when name.IsEmpty || value[0] == 0 || name.SequenceEqual("ASCII"u8) => ByteText.Decode(text),
            _ => ByteText.Decode(value),
        };
    }

    private static string? Wide(ReadOnlySpan<byte> text, bool isLittleEndian)
    {
        text = text[..(text.Length & ~1)];
        var isLittle = text switch
        {
            [0xFF, 0xFE, ..] => true,
            [0xFE, 0xFF, ..] => false,
            _ => GuessOrder(text, isLittleEndian),
        };
        return UntilZero((isLittle ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(text));
    }

    /// <summary>
    /// Many programs write their own byte order instead of the block's. The high bytes of a text have fewer different
    /// values, or if that does not tell, more zeros.
    /// </summary>
    private static bool GuessOrder(ReadOnlySpan<byte> text, bool isLittleEndian)
    {
        var (even, odd) = (new HashSet<byte>(), new HashSet<byte>());
        var (evenZeros, oddZeros) = (0, 0);
        for (var i = 0; i + 1 < text.Length; i += 2)
        {
            if (text[i] == 0 && text[i + 1] == 0)
                continue;
            even.Add(text[i]);
            odd.Add(text[i + 1]);
            evenZeros += text[i] == 0 ? 1 : 0;
            oddZeros += text[i + 1] == 0 ? 1 : 0;
        }
        return (even.Count - odd.Count, oddZeros - evenZeros) switch
        {
            ( > 0, _) => true,
            ( < 0, _) => false,
            (_, > 0) => true,
            (_, < 0) => false,
            _ => isLittleEndian,
        };
    }

    /// <summary>
    /// Reads JIS X 0208 with escape sequences (ISO 2022) or without them, as two bytes a character; and Shift JIS,
    /// which some cameras write under this name.
    /// </summary>
    private static string Japanese(ReadOnlySpan<byte> text)
    {
        const byte escape = 0x1B;
        const int iso2022 = 50220, shiftJis = 932;
        var pages = CodePagesEncodingProvider.Instance;
        text = text.TrimEnd("\0 "u8);
        if (text.Contains(escape))
            return pages.GetEncoding(iso2022)!.GetString(text);
        if (text.ContainsAnyInRange((byte)0x80, (byte)0xFF))
            return pages.GetEncoding(shiftJis)!.GetString(text);
        if (text.Length % 2 != 0 || text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
            return ByteText.Decode(text);
        return pages.GetEncoding(iso2022)!.GetString([escape, (byte)'$', (byte)'B', .. text]);
    }

    private static string UntilZero(string text)
    {
        var end = text.IndexOf('\0');
        return end < 0 ? text : text[..end];
    }
}
