using System.Buffers.Binary;

namespace Clip.Images.Decoding.Magick;

/// <summary>Properties of Photoshop documents that ImageMagick treats differently from Photoshop.</summary>
internal static class PhotoshopFile
{
    private const int HeaderLength = 26;
    private const ushort VersionInfo = 0x0421;

    /// <summary>
    /// Takes the merged picture, without the layers, of which ImageMagick refuses more than a few. The channels after
    /// its colors hide nothing: they are spot colors, selections, or a transparency that was merged with white already.
    /// </summary>
    /// <param name="data">The document.</param>
    /// <param name="merged">The document without layers; as it is if the merged picture must be made from them.</param>
    /// <returns>Whether the document has a merged picture.</returns>
    internal static bool TryTakeMerged(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> merged)
    {
        merged = data;
        var sizeLength = data.Length > 5 && data[5] == 2 ? 8 : 4; // PSB
        if (!TrySkip(data, HeaderLength, out var resources) || !TrySkip(data, resources, out var start)
            || start + sizeLength > data.Length || !HasMergedPicture(data[(resources + 4)..start]))
            return false;
        var size = data[start..];
        var length = sizeLength == 8
            ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(size), long.MaxValue / 2)
            : BinaryPrimitives.ReadUInt32BigEndian(size);
        if (length > 0 && start + sizeLength + length <= data.Length)
            merged = (byte[])[.. data[..start], .. new byte[sizeLength], .. size[(int)(sizeLength + length)..]];
        return true;
    }

    private static bool TrySkip(ReadOnlySpan<byte> data, int at, out int next)
    {
        next = 0;
        if (at + 4 > data.Length)
            return false;
        var end = at + 4 + (long)BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
        next = (int)Math.Min(end, data.Length);
        return end <= data.Length;
    }

    private static bool HasMergedPicture(ReadOnlySpan<byte> resources)
    {
        while (resources.Length >= 12)
        {
            var id = BinaryPrimitives.ReadUInt16BigEndian(resources[4..]);
            var name = 1 + resources[6];
            var at = 6 + name + (name & 1);
            if (at + 4 > resources.Length)
                break;
            var length = BinaryPrimitives.ReadUInt32BigEndian(resources[at..]);
            at += 4;
            if (id == VersionInfo)
                return at + 5 > resources.Length || resources[at + 4] != 0;
            if (length > resources.Length - at)
                break;
            resources = resources[(int)Math.Min(at + length + (length & 1), resources.Length)..];
        }

        return true;
    }
}
