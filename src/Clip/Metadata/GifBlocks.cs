namespace Clip.Metadata;

/// <summary>
/// Finds XMP and comments among the blocks of a GIF file. XMP stands in an application extension without being cut into
/// sub-blocks: a reader that skips those reaches the end of it by the 257 bytes that follow (Adobe XMP specification,
/// part 3).
/// </summary>
internal static class GifBlocks
{
    private const int HeaderLength = 13, MaxBlocks = 1_000_000, MaxCommentBytes = 64 * 1024;
    private const byte Extension = 0x21, Image = 0x2C, Comment = 0xFE, Application = 0xFF;

    /// <summary>Reads a whole file.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (data.Length < HeaderLength)
            return;
        data = After(data, HeaderLength + PaletteLength(data[10]));
        for (var block = 0; block < MaxBlocks && data.Length > 1; block++)
        {
            var kind = data[0];
            if (kind == Image && data.Length > 10)
            {
                data = AfterSubBlocks(After(data, 10 + PaletteLength(data[9]) + 1));
                continue;
            }
            if (kind != Extension)
                return;
            var label = data[1];
            data = data[2..];
            if (label == Application && data is [11, ..] && data[1..].StartsWith("XMP DataXMP"u8))
                XmpReader.Read(Packet(data[12..]), found);
            else if (label == Comment)
                FileComment.Read(Joined(data), found);
            data = AfterSubBlocks(data);
        }
    }

    /// <summary>The packet up to the bytes that end it; all that follows if they are missing.</summary>
    private static ReadOnlySpan<byte> Packet(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf<byte>([0x01, 0xFF, 0xFE, 0xFD, 0xFC]);
        return end < 0 ? data[..Math.Min(data.Length, XmpReader.MaxBytes)] : data[..end];
    }

    private static int PaletteLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static ReadOnlySpan<byte> Joined(ReadOnlySpan<byte> data)
    {
        var text = new MemoryStream();
        while (data.Length > 1 && data[0] is > 0 and var length && data.Length > length
            && text.Length < MaxCommentBytes)
        {
            text.Write(data.Slice(1, length));
            data = data[(1 + length)..];
        }
        return text.ToArray();
    }

    private static ReadOnlySpan<byte> AfterSubBlocks(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0 && data[0] > 0)
            data = After(data, 1 + data[0]);
        return After(data, 1);
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> data, int length) =>
        data[Math.Min(length, data.Length)..];
}
