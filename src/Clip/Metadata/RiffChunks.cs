using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>Finds EXIF and XMP among the chunks of a WebP file.</summary>
internal static class RiffChunks
{
    private const int MaxChunks = 100_000;

    /// <summary>Reads a whole file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        data = data[Math.Min(12, data.Length)..];
        for (var chunk = 0; chunk < MaxChunks && data.Length >= 8; chunk++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            if (length > data.Length - 8)
                return;
            var value = data.Slice(8, (int)length);
            if (data.StartsWith("EXIF"u8))
                ExifReader.Read(value, found);
            else if (data.StartsWith("XMP "u8))
                XmpReader.Read(value, found);
            data = data[(int)Math.Min(data.Length, 8L + length + (length & 1))..];
        }
    }
}
