namespace Clip.Metadata;

/// <summary>
/// Reads a block of metadata written as text into a PNG file, as ImageMagick does: a name, the number of bytes, and the
/// bytes as hexadecimal digits, on lines of their own.
/// </summary>
internal static class RawProfile
{
    private const string Prefix = "Raw profile type ";

    /// <summary>Whether a text chunk with this keyword holds a block that is read.</summary>
    public static bool IsNamed(string keyword) =>
        keyword.StartsWith(Prefix, StringComparison.Ordinal)
        && keyword[Prefix.Length..].ToLowerInvariant() is "exif" or "app1" or "iptc" or "xmp" or "8bim";

    /// <summary>Reads a block. What it is, EXIF, XMP, IPTC or Photoshop's resources, its first bytes tell.</summary>
    public static void Read(ReadOnlySpan<byte> text, MetadataFindings found)
    {
        ReadOnlySpan<byte> block = Decode(text);
        var xmp = "http://ns.adobe.com/xap/1.0/\0"u8;
        if (block.StartsWith("Exif\0"u8) || block.StartsWith("II"u8) || block.StartsWith("MM"u8))
            ExifReader.Read(block, found);
        else if (block.StartsWith(xmp))
            XmpReader.Read(block[xmp.Length..], found);
        else if (block.StartsWith("8BIM"u8) || block.StartsWith("Photoshop 3.0\0"u8))
            PhotoshopResources.Read(block.StartsWith("8BIM"u8) ? block : block[14..], found);
        else if (block is [0x1C, ..])
            IptcReader.Read(block, found);
        else
            XmpReader.Read(block, found);
    }

    private static byte[] Decode(ReadOnlySpan<byte> text)
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
