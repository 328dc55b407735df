using System.Buffers.Binary;

namespace Clip.Images.Decoding.Magick;

/// <summary>Picks a picture from an ICO file.</summary>
internal static class IconFile
{
    private const int DirectoryLength = 6;
    private const int EntryLength = 16;

    /// <summary>A file with the largest icon alone; among equals, with the one with the most bits per pixel.</summary>
    internal static ReadOnlySpan<byte> Largest(ReadOnlySpan<byte> data)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(data[4..]);
        var (best, bestSize) = (-1, 0L);
        for (int i = 0, at = DirectoryLength; i < count && at + EntryLength <= data.Length; i++, at += EntryLength)
        {
            var depth = BinaryPrimitives.ReadUInt16LittleEndian(data[(at + 6)..]);
            var size = (Edge(data[at]) * Edge(data[at + 1]) << 16) + depth;
            var isThere = BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 12)..]) < data.Length;
            if (isThere && size > bestSize)
                (best, bestSize) = (at, size);
        }

        if (best < 0)
            return data;
        var start = (int)BinaryPrimitives.ReadUInt32LittleEndian(data[(best + 12)..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(data[(best + 8)..]);
        var icon = data.Slice(start, (int)Math.Min(length, (uint)(data.Length - start)));
        byte[] alone = [.. data[..DirectoryLength], .. data.Slice(best, EntryLength), .. icon];
        (alone[4], alone[5]) = (1, 0);
        BinaryPrimitives.WriteInt32LittleEndian(alone.AsSpan(DirectoryLength + 8), icon.Length);
        BinaryPrimitives.WriteInt32LittleEndian(alone.AsSpan(DirectoryLength + 12), DirectoryLength + EntryLength);
        return alone;

        static long Edge(byte stored) => stored == 0 ? 256 : stored;
    }
}
