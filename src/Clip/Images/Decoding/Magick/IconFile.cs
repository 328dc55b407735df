using System.Buffers.Binary;

namespace Clip.Images.Decoding.Magick;

/// <summary>Reads the directory of an ICO file.</summary>
internal static class IconFile
{
    /// <summary>The index of the largest icon; among equals, of the one with the most bits per pixel.</summary>
    internal static int LargestIcon(ReadOnlySpan<byte> data)
    {
        const int directory = 6, entry = 16;
        var head = PictureSniffer.Head(data);
        var (best, bestSize) = (0, 0L);
        for (int i = 0, at = directory; i < head[4] && at + entry <= head.Length; i++, at += entry)
        {
            var depth = BinaryPrimitives.ReadUInt16LittleEndian(head[(at + 6)..]);
            var size = (Edge(head[at]) * Edge(head[at + 1]) << 16) + depth;
            if (size > bestSize)
                (best, bestSize) = (i, size);
        }

        return best;

        static long Edge(byte stored) => stored == 0 ? 256 : stored;
    }
}
