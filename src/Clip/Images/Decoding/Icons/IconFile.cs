using System.Buffers.Binary;

namespace Clip.Images.Decoding.Icons;

/// <summary>Picks a picture from a file of icons or cursors.</summary>
internal static class IconFile
{
    private const int DirectoryLength = 6;
    private const int EntryLength = 16;
    private const byte Cursor = 2;

    /// <summary>
    /// The largest picture; among equals that with the most bits per pixel, as Windows prefers (Pillow takes the one
    /// with the fewest). Empty if the file has none.
    /// </summary>
    internal static ReadOnlySpan<byte> Largest(ReadOnlySpan<byte> data)
    {
        var isCursor = data[2] == Cursor; // which has its hot spot where an icon has the bits per pixel
        var count = BinaryPrimitives.ReadUInt16LittleEndian(data[4..]);
        var (best, bestSize) = (-1, 0L);
        for (int i = 0, at = DirectoryLength; i < count && at + EntryLength <= data.Length; i++, at += EntryLength)
        {
            var depth = isCursor ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(data[(at + 6)..]);
            var size = (Edge(data[at]) * Edge(data[at + 1]) << 16) + depth;
            var isThere = BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 12)..]) < data.Length;
            if (isThere && size > bestSize)
                (best, bestSize) = (at, size);
        }

        if (best < 0)
            return [];
        var start = (int)BinaryPrimitives.ReadUInt32LittleEndian(data[(best + 12)..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(data[(best + 8)..]);
        return data.Slice(start, (int)Math.Min(length, (uint)(data.Length - start)));

        static long Edge(byte stored) => stored == 0 ? 256 : stored;
    }
}
