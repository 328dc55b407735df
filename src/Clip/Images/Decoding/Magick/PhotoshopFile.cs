using System.Buffers.Binary;

namespace Clip.Images.Decoding.Magick;

/// <summary>Properties of Photoshop documents that ImageMagick treats differently from Photoshop.</summary>
internal static class PhotoshopFile
{
    private const int HeaderLength = 26;
    private const ushort VersionInfo = 0x0421;

    /// <summary>
    /// The document without its layers, of which ImageMagick refuses more than a few, unless the merged picture was
    /// left out and must be made from them.
    /// </summary>
    internal static ReadOnlySpan<byte> WithoutLayers(ReadOnlySpan<byte> data)
    {
        if (!TryFindLayers(data, out var start, out var length, out var sizeLength, out var hasMergedPicture)
            || !hasMergedPicture || length == 0 || start + sizeLength + length > data.Length)
            return data;
        byte[] merged = [.. data[..start], .. new byte[sizeLength], .. data[(int)(start + sizeLength + length)..]];
        return merged;
    }

    /// <summary>
    /// Whether the channels after the colors are spot colors or selections: the merged picture has transparency only if
    /// the number of layers is negative.
    /// </summary>
    internal static bool HasNoAlpha(ReadOnlySpan<byte> data)
    {
        if (!TryFindLayers(data, out var start, out var length, out var sizeLength, out _))
            return false;
        var count = start + (2 * sizeLength); // after the sizes of the section and of the layers in it
        return length < sizeLength + 2 || count + 2 > data.Length
            || BinaryPrimitives.ReadInt16BigEndian(data[count..]) >= 0;
    }

    private static bool TryFindLayers(
        ReadOnlySpan<byte> data, out int start, out long length, out int sizeLength, out bool hasMergedPicture)
    {
        (start, length, hasMergedPicture) = (0, 0, true);
        sizeLength = data.Length > 5 && data[5] == 2 ? 8 : 4; // PSB
        if (!TrySkip(data, HeaderLength, out var resources) || !TrySkip(data, resources, out start)
            || start + sizeLength > data.Length)
            return false;
        hasMergedPicture = HasMergedPicture(data[(resources + 4)..start]);
        var size = data[start..];
        length = sizeLength == 8
            ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(size), long.MaxValue / 2)
            : BinaryPrimitives.ReadUInt32BigEndian(size);
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
