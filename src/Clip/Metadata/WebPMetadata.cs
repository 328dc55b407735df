using Clip.Images.Containers;

namespace Clip.Metadata;

/// <summary>Finds EXIF and XMP among the chunks of a WebP file.</summary>
internal static class WebPMetadata
{
    private const int MaxChunks = 100_000;

    /// <summary>Reads a whole file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        var chunks = new RiffChunks(data[Math.Min(12, data.Length)..]);
        for (var chunk = 0; chunk < MaxChunks && chunks.MoveNext() && chunks.IsWhole; chunk++)
        {
            if (chunks.Type.SequenceEqual("EXIF"u8))
                ExifReader.Read(chunks.Content, found);
            else if (chunks.Type.SequenceEqual("XMP "u8))
                XmpReader.Read(chunks.Content, found);
        }
    }
}
