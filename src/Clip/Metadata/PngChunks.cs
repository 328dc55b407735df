using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>Finds EXIF and texts, with XMP and other metadata in them, among the chunks of a PNG file.</summary>
internal static class PngChunks
{
    private const int MaxChunks = 1_000_000;

    /// <summary>Reads a whole file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        data = data[8..];
        for (var chunk = 0; chunk < MaxChunks && data.Length >= 12; chunk++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(data);
            if (length > data.Length - 12)
                return;
            var kind = data.Slice(4, 4);
            var value = data.Slice(8, (int)length);
            if (kind.SequenceEqual("eXIf"u8))
                ExifReader.Read(value, found);
            else if (kind.SequenceEqual("tEXt"u8))
                PngText.ReadPlain(value, found);
            else if (kind.SequenceEqual("zTXt"u8))
                PngText.ReadCompressed(value, found);
            else if (kind.SequenceEqual("iTXt"u8))
                PngText.ReadInternational(value, found);
            else if (kind.SequenceEqual("IEND"u8))
                return;
            data = data[(12 + (int)length)..];
        }
    }
}
