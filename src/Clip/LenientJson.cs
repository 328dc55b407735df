using System.Buffers;
using System.Text;

namespace Clip;

/// <summary>
/// Makes strict JSON of what programs write that are less strict: editors put a byte order mark in front, and Python
/// writes numbers that are not finite as <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.
/// </summary>
internal static class LenientJson
{
    /// <summary>
    /// The content as UTF-8 without a byte order mark, in which numbers that are not finite are strings of these names.
    /// A reader that wants a number there finds none, and one that does not read the value is not disturbed by it.
    /// </summary>
    /// <param name="json">The content; it need not be JSON.</param>
    public static ReadOnlyMemory<byte> ToStrict(ReadOnlyMemory<byte> json)
    {
        json = ToUtf8(json);
        return json.Span.IndexOf("NaN"u8) >= 0 || json.Span.IndexOf("Infinity"u8) >= 0
            ? QuoteNumbers(json.Span)
            : json;
    }

    /// <summary>The content as UTF-8 without a byte order mark.</summary>
    /// <param name="json">The content; without a byte order mark it is UTF-8 already.</param>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> json)
    {
        var content = json.Span;
        if (content.StartsWith(Encoding.UTF8.Preamble))
            return json[Encoding.UTF8.Preamble.Length..];
        foreach (var encoding in (ReadOnlySpan<Encoding>)[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            if (content.StartsWith(encoding.Preamble))
                return Encoding.UTF8.GetBytes(encoding.GetString(content[encoding.Preamble.Length..]));
        }
        return json;
    }

    private static ReadOnlyMemory<byte> QuoteNumbers(ReadOnlySpan<byte> json)
    {
        var result = new ArrayBufferWriter<byte>(json.Length + 64);
        var isString = false;
        for (var i = 0; i < json.Length;)
        {
            var length = isString ? 0 : NumberAt(json[i..]);
            if (length > 0)
            {
                result.Write("\""u8);
                result.Write(json.Slice(i, length));
                result.Write("\""u8);
                i += length;
                continue;
            }
            // An escaped character never ends a string.
            length = isString && json[i] == '\\' && i + 1 < json.Length ? 2 : 1;
            if (json[i] == '"')
                isString = !isString;
            result.Write(json.Slice(i, length));
            i += length;
        }
        return result.WrittenMemory;
    }

    /// <summary>The length of a number that is not finite at the start of a text; 0 where there is none.</summary>
    private static int NumberAt(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3
        : text.StartsWith("Infinity"u8) ? 8
        : text.StartsWith("-Infinity"u8) ? 9
        : 0;
}
