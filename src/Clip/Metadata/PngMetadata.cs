using Clip.Images.Containers;

namespace Clip.Metadata;

/// <summary>Finds EXIF and texts, with XMP and other metadata in them, among the chunks of a PNG file.</summary>
internal static class PngMetadata
{
    private const int MaxChunks = 1_000_000;

    /// <summary>Reads a whole file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        var chunks = new PngChunks(data);
        for (var chunk = 0; chunk < MaxChunks && chunks.MoveNext() && chunks.IsWhole; chunk++)
        {
            if (chunks.Type.SequenceEqual("IEND"u8))
                return;
            if (chunks.Type.SequenceEqual("eXIf"u8))
                ExifReader.Read(chunks.Content, found);
            else if (PngTextChunk.TryRead(chunks.Type, chunks.Content, out var text))
                PngText.Read(text, found);
        }
    }
}
