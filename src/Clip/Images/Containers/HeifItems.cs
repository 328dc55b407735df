namespace Clip.Images.Containers;

/// <summary>
/// The items of a HEIC or AVIF file (ISO 23008-12): one box lists them, another says where their content is.
/// </summary>
internal readonly ref struct HeifItems
{
    private const int MostItems = 4096;
    private const int MostFound = 8;
    private const int MostExtents = 256;

    private readonly ReadOnlySpan<byte> _file;
    private readonly (int Start, int End) _information;
    private readonly (int Start, int End) _locations;
    private readonly (int Start, int End) _inlineData;

    /// <summary>Finds the lists.</summary>
    /// <param name="file">The whole file, or its start.</param>
    /// <param name="start">Where the first box within the box <c>meta</c> starts, behind its version and flags.</param>
    /// <param name="end">Where that box ends.</param>
    internal HeifItems(ReadOnlySpan<byte> file, int start, int end)
    {
        _file = file;
        var boxes = new IsoBoxes(file, start, end);
        while (boxes.MoveNext())
        {
            if (boxes.Is("iinf"u8))
                _information = (boxes.Start, boxes.End);
            else if (boxes.Is("iloc"u8))
                _locations = (boxes.Start, boxes.End);
            else if (boxes.Is("idat"u8))
                _inlineData = (boxes.Start, boxes.End);
        }
    }

    /// <summary>The numbers of the first items of a type.</summary>
    /// <param name="type">The items' type.</param>
    /// <param name="contentType">Their media type; empty for any.</param>
    internal List<uint> Find(ReadOnlySpan<byte> type, ReadOnlySpan<byte> contentType)
    {
        List<uint> found = [];
        if (_information.End - _information.Start < 6)
            return found;
        var countSize = _file[_information.Start] == 0 ? 2 : 4;
        var boxes = new IsoBoxes(_file, _information.Start + 4 + countSize, _information.End);
        for (var left = MostItems; left > 0 && found.Count < MostFound && boxes.MoveNext(); left--)
        {
            var entry = new BoxNumbers(boxes.Content);
            var version = entry.Number(1);
            entry.Number(3);
            if (!boxes.Is("infe"u8) || version is not (2 or 3))
                continue;
            var item = entry.Number(version == 2 ? 2u : 4);
            entry.Number(2);
            if (!entry.Rest.StartsWith(type))
                continue;
            var names = entry.Rest[4..]; // the item's name, and its media type
            if (contentType.IsEmpty || names[(names.IndexOf((byte)0) + 1)..].StartsWith(contentType))
                found.Add(item);
        }

        return found;
    }

    /// <summary>The content of an item, or what the file has of it.</summary>
    internal ReadOnlySpan<byte> Content(uint item)
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

    /// <summary>
    /// Exif's TIFF structure in an item, or in a box of JPEG XL: it follows a number of bytes to skip.
    /// </summary>
    internal static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> content)
    {
        if (content.Length <= 4)
            return [];
        var skipped = new BoxNumbers(content).Number(4);
        return skipped < content.Length - 4 ? content[(int)(4 + skipped)..] : [];
    }

    /// <summary>Where an item is in the file, if it lies in one piece; otherwise its length is 0.</summary>
    internal (int Start, int Length) Place(uint item)
    {
        var extents = Extents(item);
        return extents.Count == 1 ? extents[0] : default;
    }

    private List<(int Start, int Length)> Extents(uint wanted)
    {
        var reader = new BoxNumbers(_file[_locations.Start.._locations.End]);
        var version = reader.Number(1);
        reader.Number(3);
        var sizes = reader.Number(2);
        var (offsetSize, lengthSize, baseSize) = (sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15);
        var indexSize = version == 0 ? 0 : sizes & 15;
        var isEmpty = indexSize + offsetSize + lengthSize == 0;
        List<(int Start, int Length)> found = [];
        for (var left = reader.Number(version < 2 ? 2u : 4); left > 0 && !reader.IsAtEnd; left--)
        {
            var item = reader.Number(version < 2 ? 2u : 4);
            var method = version == 0 ? 0 : reader.Number(2) & 15;
            reader.Number(2); // the file, always this one
            long start = reader.Number(baseSize);
            var (first, end) = method switch
            {
                0 => (0, _file.Length),
                1 => _inlineData,
                _ => default, // in another item, which no encoder does
            };
            var extents = reader.Number(2);
            // Extents that take no space in the box are all the same one.
            for (extents = isEmpty ? Math.Min(extents, 1) : extents; extents > 0 && !reader.IsAtEnd; extents--)
            {
                reader.Number(indexSize);
                var offset = first + start + reader.Number(offsetSize);
                var length = reader.Number(lengthSize);
                if (item != wanted || offset >= end || found.Count >= MostExtents)
                    continue;
                var available = end - offset;
                // A length of 0 stands for all that follows.
                found.Add(((int)offset, (int)(length == 0 ? available : Math.Min(length, available))));
            }

            if (item == wanted)
                break;
        }

        return found;
    }
}
