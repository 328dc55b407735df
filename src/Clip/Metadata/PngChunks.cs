using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>Finds EXIF and XMP among the chunks of a PNG file.</summary>
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
            else if (kind.SequenceEqual("iTXt"u8))
                ReadText(value, found);
            else if (kind.SequenceEqual("IEND"u8))
                return;
            data = data[(12 + (int)length)..];
        }
    }

    private static void ReadText(ReadOnlySpan<byte> text, MetadataFindings found)
    {
        var name = "XML:com.adobe.xmp\0"u8;
        if (!text.StartsWith(name) || text.Length < name.Length + 4)
            return;
        text = text[name.Length..];
        var (isCompressed, method) = (text[0] == 1, text[1]);
        text = text[2..];
        for (var i = 0; i < 2; i++) // the language and the translated keyword
        {
            var end = text.IndexOf((byte)0);
            if (end < 0)
                return;
            text = text[(end + 1)..];
        }
        if (!isCompressed)
            XmpReader.Read(text, found);
        else if (method == 0)
            XmpReader.Read(Decompression.ZLib(text, XmpReader.MaxBytes), found);
    }
}
