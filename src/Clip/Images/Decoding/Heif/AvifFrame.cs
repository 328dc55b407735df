using System.Buffers.Binary;

namespace Clip.Images.Decoding.Heif;

/// <summary>
/// The first frame of an AVIF animation as a file of a still picture, which libheif shows better than a frame: of
/// frames it ignores the range of the colors, and blurs their chroma.
/// </summary>
internal static class AvifFrame
{
    private const int Essential = 0x80;

    /// <summary>
    /// Whether a file is shown as its animation, and not as its primary picture. As in libavif, which Pillow uses, the
    /// major brand decides.
    /// </summary>
    internal static bool IsShown(ReadOnlySpan<byte> data) =>
        PictureSniffer.HasAt(data, 8, "avis"u8) || !PictureSniffer.HasAt(data, 8, "avif"u8);

    /// <summary>Writes the file.</summary>
    /// <returns>The file; null if the animation has no frame that is understood.</returns>
    internal static byte[]? ToStill(ReadOnlySpan<byte> data)
    {
        if (!AvifTrack.TryFind(data, alphaOf: 0, out var colors)
            || Properties(colors, isAlpha: false) is not { } described)
        {
            return null;
        }

        List<byte[]> frames = [Bytes(data, colors)];
        List<List<byte[]>> properties = [described];
        var isPremultiplied = false;
        if (colors.Number != 0 && AvifTrack.TryFind(data, colors.Number, out var alpha)
            && Properties(alpha, isAlpha: true) is { } describedAlpha)
        {
            frames.Add(Bytes(data, alpha));
            properties.Add(describedAlpha);
            isPremultiplied = colors.Reference("prem"u8) == alpha.Number;
        }

        var brands = Box("ftyp"u8, "avif\0\0\0\0avifmif1miaf"u8.ToArray());
        const int header = 8;
        // Written first with places of the same length, to learn where the frames come to lie.
        var start = brands.Length + Meta(frames, properties, isPremultiplied, start: 0).Length + header;
        return [.. brands, .. Meta(frames, properties, isPremultiplied, start), .. Box("mdat"u8, [.. frames])];
    }

    private static byte[] Bytes(ReadOnlySpan<byte> data, AvifTrack track) =>
        data.Slice(track.Frame.Start, track.Frame.Length).ToArray();

    /// <summary>The boxes that describe a frame; null if they do not say how it is coded.</summary>
    private static List<byte[]>? Properties(AvifTrack track, bool isAlpha)
    {
        List<byte[]> found = [FullBox("ispe"u8, [.. Number(track.Width), .. Number(track.Height)])];
        var isCoded = false;
        var boxes = track.Properties;
        while (boxes.MoveNext())
        {
            isCoded |= boxes.Is("av1C"u8);
            if (boxes.Is("av1C"u8) || boxes.Is("colr"u8) || boxes.Is("pixi"u8) || IsTransform(boxes.Type))
                found.Add(Box(boxes.Type, boxes.Content.ToArray()));
        }

        if (isAlpha)
            found.Add(FullBox("auxC"u8, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"u8.ToArray()));
        return isCoded ? found : null;
    }

    private static bool IsTransform(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("irot"u8) || type.SequenceEqual("imir"u8) || type.SequenceEqual("clap"u8);

    private static byte[] Meta(List<byte[]> frames, List<List<byte[]>> properties, bool isPremultiplied, int start)
    {
        List<byte> places = [0x44, 0, .. Short(frames.Count)];
        List<byte> items = [.. Short(frames.Count)];
        List<byte> associations = [.. Number(frames.Count)];
        var property = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            places.AddRange([.. Short(i + 1), 0, 0, .. Short(1), .. Number(start), .. Number(frames[i].Length)]);
            start += frames[i].Length;
            items.AddRange(FullBox("infe"u8, [.. Short(i + 1), 0, 0, .. "av01\0"u8], version: 2));
            associations.AddRange([.. Short(i + 1), (byte)properties[i].Count]);
            foreach (var box in properties[i])
            {
                var type = box.AsSpan(4, 4);
                var isEssential = type.SequenceEqual("av1C"u8) || IsTransform(type);
                associations.Add((byte)(++property | (isEssential ? Essential : 0)));
            }
        }

        byte[] references = frames.Count == 1
            ? []
            :
            [
                .. Box("auxl"u8, [.. Short(2), .. Short(1), .. Short(1)]),
                .. isPremultiplied ? Box("prem"u8, [.. Short(1), .. Short(1), .. Short(2)]) : [],
            ];
        return FullBox(
            "meta"u8,
            [
                .. FullBox("hdlr"u8, [0, 0, 0, 0, .. "pict"u8, .. new byte[13]]), .. FullBox("pitm"u8, Short(1)),
                .. FullBox("iloc"u8, [.. places]), .. FullBox("iinf"u8, [.. items]),
                .. references.Length > 0 ? FullBox("iref"u8, references) : [],
                .. Box(
                    "iprp"u8, Box("ipco"u8, [.. properties.SelectMany(static boxes => boxes)]),
                    FullBox("ipma"u8, [.. associations])),
            ]);
    }

    private static byte[] FullBox(ReadOnlySpan<byte> type, byte[] content, byte version = 0) =>
        Box(type, [version, 0, 0, 0], content);

    private static byte[] Box(ReadOnlySpan<byte> type, params byte[][] content)
    {
        byte[] box = [0, 0, 0, 0, .. type, .. content.SelectMany(static part => part)];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        return box;
    }

    private static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Number(int number) => [.. Short(number >> 16), .. Short(number)];
}
