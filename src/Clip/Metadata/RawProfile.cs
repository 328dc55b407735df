using Clip.Images.Containers;

namespace Clip.Metadata;

/// <summary>
/// Reads a block of metadata that a PNG file holds as text (see <see cref="PngRawProfile"/>).
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
        ReadOnlySpan<byte> block = PngRawProfile.Decode(text);
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
}
