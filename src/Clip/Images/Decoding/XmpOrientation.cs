namespace Clip.Images.Decoding;

/// <summary>
/// Finds the orientation in an XMP packet, which counts where EXIF has none, as in Pillow's <c>exif_transpose</c>.
/// </summary>
internal static class XmpOrientation
{
    /// <summary>The orientation (1 to 8), or 0 if there is none.</summary>
    /// <param name="xmp">The packet, in UTF-8.</param>
    internal static int Find(ReadOnlySpan<byte> xmp)
    {
        var name = "tiff:Orientation"u8;
        for (var at = xmp.IndexOf(name); at >= 0; at = xmp.IndexOf(name))
        {
            xmp = xmp[(at + name.Length)..];
            var value = xmp.TrimStart(" \t\r\n"u8);
            if (value.StartsWith("="u8)) // an attribute, or else an element
                value = value[1..].TrimStart(" \t\r\n"u8).TrimStart("\"'"u8);
            else if (value.StartsWith(">"u8))
                value = value[1..].TrimStart(" \t\r\n"u8);
            else
                continue;
            if (value.Length > 1 && value[0] is >= (byte)'1' and <= (byte)'8' && !char.IsAsciiDigit((char)value[1]))
                return value[0] - '0';
        }

        return 0;
    }
}
