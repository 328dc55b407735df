using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Clip.Server.Bodies;

/// <summary>The queries of addresses and URL-encoded fields before they are decoded.</summary>
internal static class PercentText
{
    /// <summary>
    /// Whether the text is UTF-8 once it is decoded. Otherwise decoders leave the percent signs in place, and something
    /// else would be searched than was meant.
    /// </summary>
    public static bool IsUtf8(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%'))
            return true;
        var bytes = new ArrayBufferWriter<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] == '%' && text.Length > 2
                && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
            {
                bytes.Write([Convert.FromHexString(text.Slice(1, 2))[0]]);
                text = text[3..];
                continue;
            }
            var next = text[1..].IndexOf('%');
            var length = next < 0 ? text.Length : next + 1;
            Encoding.UTF8.GetBytes(text[..length], bytes);
            text = text[length..];
        }
        return Utf8.IsValid(bytes.WrittenSpan);
    }
}
