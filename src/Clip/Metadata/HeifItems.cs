using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>
/// Finds the EXIF and XMP items of HEIC and AVIF (ISO 23008-12): one box lists the items, another their locations.
/// </summary>
internal static class HeifItems
{
    private const int MaxItems = 4096;
    private const int MaxWanted = 8;

    /// <summary>Reads the EXIF and XMP items.</summary>
    /// <param name="meta">The content of the box <c>meta</c>.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="found">Receives the metadata.</param>
    public static void Read(ReadOnlySpan<byte> meta, ReadOnlySpan<byte> file, MetadataFindings found)
    {
        if (meta.Length < 4)
            return;
        ReadOnlySpan<byte> information = [], locations = [], inline = [];
        var boxes = meta[4..]; // after version and flags
        while (IsoBoxes.TryNext(ref boxes, out var kind, out var content))
        {
            if (kind.SequenceEqual("iinf"u8))
                information = content;
            else if (kind.SequenceEqual("iloc"u8))
                locations = content;
            else if (kind.SequenceEqual("idat"u8))
                inline = content;
        }

        foreach (var (item, isExif) in Wanted(information))
        {
            var content = Locate(locations, item, file, inline);
            if (isExif)
                IsoBoxes.ReadExif(content, found);
            else
                XmpReader.Read(content, found);
        }
    }

    private static List<(uint Item, bool IsExif)> Wanted(ReadOnlySpan<byte> information)
    {
        var wanted = new List<(uint, bool)>();
        if (information.Length < 6)
            return wanted;
        var boxes = information[(information[0] == 0 ? 6 : Math.Min(8, information.Length))..];
        for (var item = 0; item < MaxItems && wanted.Count < MaxWanted; item++)
        {
            if (!IsoBoxes.TryNext(ref boxes, out var kind, out var entry))
                break;
            if (!kind.SequenceEqual("infe"u8) || entry.Length < 12 || entry[0] is not (2 or 3))
                continue;
            var isWide = entry[0] == 3;
            if (isWide && entry.Length < 14)
                continue;
            var number = isWide
                ? BinaryPrimitives.ReadUInt32BigEndian(entry[4..])
                : BinaryPrimitives.ReadUInt16BigEndian(entry[4..]);
            var rest = entry[(isWide ? 10 : 8)..]; // after the protection index
            if (rest.StartsWith("Exif"u8))
                wanted.Add((number, true));
            else if (rest.StartsWith("mime"u8) && rest.IndexOf("application/rdf+xml"u8) >= 0)
                wanted.Add((number, false));
        }
        return wanted;
    }

    /// <summary>An item's bytes, if they are contiguous; no encoder splits metadata.</summary>
    private static ReadOnlySpan<byte> Locate(
        ReadOnlySpan<byte> locations, uint item, ReadOnlySpan<byte> file, ReadOnlySpan<byte> inline)
    {
        if (locations.Length < 8 || locations[0] > 2)
            return [];
        var version = locations[0];
        var (offsetSize, lengthSize) = (locations[4] >> 4, locations[4] & 15);
        var (baseSize, indexSize) = (locations[5] >> 4, version == 0 ? 0 : locations[5] & 15);
        var rest = locations[6..];
        var count = Number(ref rest, version == 2 ? 4 : 2);
        for (var i = 0L; i < Math.Min(count, MaxItems) && rest.Length > 0; i++)
        {
            var number = Number(ref rest, version == 2 ? 4 : 2);
            var method = version == 0 ? 0 : Number(ref rest, 2) & 15;
            Number(ref rest, 2); // the file, always this one
            var start = Number(ref rest, baseSize);
            var pieces = Number(ref rest, 2);
            for (var piece = 0L; piece < pieces && rest.Length > 0; piece++)
            {
                Number(ref rest, indexSize);
                var offset = Number(ref rest, offsetSize);
                var length = Number(ref rest, lengthSize);
                if (number != item)
                    continue;
                var source = method switch { 0 => file, 1 => inline, _ => [] };
                if (pieces != 1 || start < 0 || offset < 0 || length < 0
                    || start > source.Length || offset > source.Length - start)
                {
                    return [];
                }
                var at = (int)(start + offset);
                return length == 0 ? source[at..] : length <= source.Length - at ? source.Slice(at, (int)length) : [];
            }
        }
        return [];
    }

    /// <summary>
    /// Takes a number of 0, 2, 4 or 8 bytes off the front. If it is incomplete, the result is -1 and nothing is left.
    /// </summary>
    private static long Number(ref ReadOnlySpan<byte> data, int bytes)
    {
        if (bytes == 0)
            return 0;
        if (data.Length < bytes || bytes > 8)
        {
            data = [];
            return -1;
        }
        var number = 0L;
        foreach (var value in data[..bytes])
            number = (number << 8) | value;
        data = data[bytes..];
        return number;
    }
}
