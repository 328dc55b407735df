namespace Clip.Images.Containers;

/// <summary>
/// A block of bytes written as text into a PNG file, as ImageMagick does: a name, the number of bytes, and the bytes as
/// hexadecimal digits, on lines of their own.
/// </summary>
internal static class PngRawProfile
{
    /// <summary>The bytes; empty if there are none.</summary>
    internal static byte[] Decode(ReadOnlySpan<byte> text)
    {
        // The name on the first line may be anything, and so may the number: the digits are what counts.
        text = text.TrimStart("\r\n"u8);
        for (var line = 0; line < 2; line++)
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
                return [];
            text = text[(end + 1)..];
        }
        var block = new byte[text.Length / 2];
        var (length, high) = (0, -1);
        foreach (var digit in text)
        {
            var value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' => -1,
                _ => -2,
            };
            if (value == -2)
                break;
            if (value < 0)
                continue;
            if (high < 0)
                high = value;
            else
                (block[length++], high) = ((byte)((high << 4) | value), -1);
        }
        return block[..length];
    }
}
