using System.IO.Compression;
using System.Text;

namespace Clip.Images.Decoding.Png;

/// <summary>The text chunks of PNG in which an orientation can be.</summary>
internal static class PngText
{
    private const int MaxLength = 1 << 20;

    /// <summary>Reads a text chunk whose keyword may announce an orientation.</summary>
    /// <param name="type">The chunk's type.</param>
    /// <param name="content">The chunk's content.</param>
    /// <param name="keyword">The keyword.</param>
    /// <param name="text">The text, decompressed; a very long text is cut.</param>
    internal static bool TryRead(
        ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, out string keyword, out ReadOnlySpan<byte> text)
    {
        keyword = "";
        text = [];
        var isCompressed = type.SequenceEqual("zTXt"u8);
        var isInternational = type.SequenceEqual("iTXt"u8);
        if (!isCompressed && !isInternational && !type.SequenceEqual("tEXt"u8))
            return false;
        var end = content.IndexOf((byte)0);
        if (end is < 1 or > 79)
            return false;
        keyword = Encoding.Latin1.GetString(content[..end]);
        if (keyword is not ("Raw profile type exif" or "Raw profile type APP1" or "XML:com.adobe.xmp"))
            return false;
        text = content[(end + 1)..];
        if (isCompressed && text.Length > 0)
        {
            text = Inflate(text[1..]);
        }
        else if (isInternational)
        {
            if (text.Length < 2)
                return false;
            isCompressed = text[0] != 0;
            text = text[2..]; // compression flag and method; then the language and the translated keyword
            text = text[(text.IndexOf((byte)0) + 1)..];
            text = text[(text.IndexOf((byte)0) + 1)..];
            if (isCompressed)
                text = Inflate(text);
        }

        return true;
    }

    /// <summary>The bytes of a profile that ImageMagick and others write as a name, a length and digits.</summary>
    internal static byte[] RawProfile(ReadOnlySpan<byte> text)
    {
        var digits = text.Trim("\n "u8);
        for (var line = 0; line < 2; line++)
            digits = digits[(digits.IndexOf((byte)'\n') + 1)..];
        var bytes = new byte[digits.Length / 2];
        var (count, high) = (0, -1);
        foreach (var character in digits)
        {
            if (!char.IsAsciiHexDigit((char)character))
                continue;
            var digit = character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;
            if (high < 0)
            {
                high = digit;
                continue;
            }

            bytes[count++] = (byte)((high << 4) | digit);
            high = -1;
        }

        return bytes[..count];
    }

    private static byte[] Inflate(ReadOnlySpan<byte> compressed)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
            var text = new byte[Math.Min(MaxLength, 1032L * compressed.Length)];
            return text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
