namespace Clip.Metadata;

/// <summary>
/// Reads the comment of a JPEG or GIF file. Programs that convert PNG files write the texts of these into it, each
/// after its keyword, and so also XMP.
/// </summary>
internal static class FileComment
{
    public static void Read(ReadOnlySpan<byte> comment, MetadataFindings found)
    {
        var start = comment.IndexOf("<?xpacket"u8);
        if (start < 0)
            start = comment.IndexOf("<x:xmpmeta"u8);
        if (start >= 0)
            XmpReader.Read(comment[start..], found);
        else
            found.Exif.AddComment(ByteText.Decode(comment));
    }
}
