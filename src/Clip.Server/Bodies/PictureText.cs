using System.Buffers;
using System.Text;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>
/// A picture as a text of JSON: base64 in any of the forms that clients send (with or without padding, URL-safe, with
/// line breaks), or a data URL.
/// </summary>
internal static class PictureText
{
    private const string DataScheme = "data:";

    /// <summary>Whether a text that may be either is a picture.</summary>
    public static bool IsDataUrl(string text) =>
        text.AsSpan().TrimStart().StartsWith("data:image/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is an address to fetch the picture from.</summary>
    public static bool IsAddress(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The picture's file.</summary>
    /// <param name="text">Base64 or a data URL.</param>
    /// <param name="name">What errors call the member of the request.</param>
    /// <exception cref="RequestException">It is neither.</exception>
    public static byte[] Decode(string text, string name)
    {
        var value = text.AsSpan().Trim();
        if (!value.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase))
            return FromBase64(value) ?? throw NotAPicture(name);
        var comma = value.IndexOf(',');
        if (comma < 0)
            throw NotAPicture(name);
        var header = value[DataScheme.Length..comma];
        var unescaped = Unescape(value[(comma + 1)..]);
        // Spaces may stand around the word, as in browsers (the URL standard's data: processor).
        var last = header[(header.LastIndexOf(';') + 1)..].Trim();
        if (header.LastIndexOf(';') < 0 || !last.Equals("base64", StringComparison.OrdinalIgnoreCase))
            return unescaped;
        return FromBase64(Encoding.Latin1.GetString(unescaped)) ?? throw NotAPicture(name);
    }

    private static RequestException NotAPicture(string name) => RequestException.Invalid(
        name, $"'{name}' is not a picture: send the file as base64 or as a data URL.");

    private static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        var clean = ArrayPool<char>.Shared.Rent(text.Length + 2);
        try
        {
            var length = 0;
            foreach (var c in text)
            {
                if (c is ' ' or '\t' or '\r' or '\n')
                    continue;
                clean[length++] = c switch { '-' => '+', '_' => '/', _ => c };
            }
            while (length > 0 && clean[length - 1] == '=')
                length--;
            if (length == 0 || length % 4 == 1)
                return null;
            while (length % 4 != 0)
                clean[length++] = '=';
            var bytes = new byte[length / 4 * 3];
            return Convert.TryFromBase64Chars(clean.AsSpan(0, length), bytes, out var written)
                ? bytes[..written]
                : null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(clean);
        }
    }

    /// <summary>The bytes of a percent-encoded text; a percent sign without two digits stands for itself.</summary>
    private static byte[] Unescape(ReadOnlySpan<char> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 1);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Write([Convert.FromHexString(text.Slice(i + 1, 2))[0]]);
                i += 2;
                continue;
            }
            var length = Rune.DecodeFromUtf16(text[i..], out var rune, out var used) == OperationStatus.Done
                ? rune.EncodeToUtf8(encoded)
                : Rune.ReplacementChar.EncodeToUtf8(encoded);
            bytes.Write(encoded[..length]);
            i += used - 1;
        }
        return bytes.WrittenSpan.ToArray();
    }
}
