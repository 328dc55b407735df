namespace Clip.Images.Decoding.Heif;

/// <summary>The items of a HEIC or AVIF file that are not pictures.</summary>
/// <param name="file">The whole file.</param>
/// <param name="information">The content of the box with the items' types.</param>
/// <param name="locations">The content of the box with the items' places.</param>
/// <param name="inlineData">Where the data within the metadata starts.</param>
internal readonly ref struct HeifItems(
    ReadOnlySpan<byte> file, (int Start, int End) information, (int Start, int End) locations, int inlineData)
{
    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>The content of the first item of a type; empty if there is none.</summary>
    /// <param name="type">The item's type.</param>
    /// <param name="contentType">The item's media type; empty for any.</param>
    internal ReadOnlySpan<byte> Content(ReadOnlySpan<byte> type, ReadOnlySpan<byte> contentType)
    {
        if (information.End - information.Start < 6)
            return [];
        var countSize = _file[information.Start] == 0 ? 2 : 4;
        var boxes = new IsoBoxes(_file, information.Start + 4 + countSize, information.End);
        while (boxes.MoveNext())
        {
            var entry = new HeifReader(boxes.Content);
            var version = entry.Number(1);
            entry.Number(3);
            if (!boxes.Is("infe"u8) || version < 2)
                continue;
            var item = entry.Number(version == 2 ? 2u : 4);
            entry.Number(2);
            if (!entry.Rest.StartsWith(type))
                continue;
            var names = entry.Rest[4..]; // the item's name, and its media type
            if (contentType.IsEmpty || names[(names.IndexOf((byte)0) + 1)..].StartsWith(contentType))
                return At(item);
        }

        return [];
    }

    /// <summary>Where an item is in the file, if it lies in one piece; otherwise its length is 0.</summary>
    internal (int Start, int Length) Place(uint item)
    {
        var extents = Extents(item);
        return extents.Count == 1 ? extents[0] : default;
    }

    private ReadOnlySpan<byte> At(uint item)
    {
        var extents = Extents(item);
        if (extents.Count == 1)
            return _file.Slice(extents[0].Start, extents[0].Length);
        byte[] content = [];
        foreach (var (start, length) in extents)
        {
            if (content.Length + length > _file.Length)
                break;
            content = [.. content, .. _file.Slice(start, length)];
        }

        return content;
    }

    private List<(int Start, int Length)> Extents(uint wanted)
    {
        const int most = 256;
        var reader = new HeifReader(_file[locations.Start..locations.End]);
        var version = reader.Number(1);
        reader.Number(3);
        var sizes = reader.Number(2);
        var (offsetSize, lengthSize, baseSize) = (sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15);
        var indexSize = version == 0 ? 0 : sizes & 15;
        List<(int Start, int Length)> found = [];
        for (var left = reader.Number(version < 2 ? 2u : 4); left > 0 && !reader.IsAtEnd; left--)
        {
            var item = reader.Number(version < 2 ? 2u : 4);
            var isInline = version > 0 && (reader.Number(2) & 15) == 1;
            reader.Number(2);
            long start = reader.Number(baseSize);
            for (var extents = reader.Number(2); extents > 0 && !reader.IsAtEnd; extents--)
            {
                reader.Number(indexSize);
                var offset = start + reader.Number(offsetSize) + (isInline ? inlineData : 0);
                var length = reader.Number(lengthSize);
                if (item == wanted && offset < _file.Length && found.Count < most)
                    found.Add(((int)offset, (int)Math.Min(length, _file.Length - offset)));
            }

            if (item == wanted)
                break;
        }

        return found;
    }
}
