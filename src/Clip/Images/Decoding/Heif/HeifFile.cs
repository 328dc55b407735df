using Clip.Images.Containers;

namespace Clip.Images.Decoding.Heif;

/// <summary>What the metadata of a HEIC or AVIF file says about its primary picture.</summary>
internal readonly ref struct HeifFile
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly HeifItems _items;
    private readonly (int Start, int End) _properties;
    private readonly HashSet<uint> _ofPrimary;
    private readonly uint _primary;

    private HeifFile(ReadOnlySpan<byte> data, int start, int end)
    {
        _data = data;
        var (associations, references) = ((Start: 0, End: 0), (Start: 0, End: 0));
        var boxes = new IsoBoxes(data, start, end);
        while (boxes.MoveNext())
        {
            if (boxes.Is("pitm"u8) && boxes.Content.Length >= 6)
                _primary = new BoxNumbers(boxes.Content[4..]).Number(boxes.Content[0] == 0 ? 2u : 4);
            else if (boxes.Is("iref"u8))
                references = (boxes.Start, boxes.End);
            else if (boxes.Is("iprp"u8))
                (_properties, associations) = Properties(data, boxes);
        }

        _ofPrimary = PropertiesOf(_primary, data[associations.Start..associations.End]);
        _items = new HeifItems(data, start, end);
        IsPremultiplied = HasReference(_primary, "prem"u8, data, references);
    }

    /// <summary>Whether the file turns its primary picture itself, so that EXIF's orientation does not count.</summary>
    internal bool IsTurned => Has("irot"u8) || Has("imir"u8);

    /// <summary>Whether the primary picture's colors were multiplied with its alpha.</summary>
    internal bool IsPremultiplied { get; }

    /// <summary>Whether the primary picture has no colors.</summary>
    internal bool IsGray
    {
        get
        {
            var configuration = Property("hvcC"u8, out _);
            return configuration.Length > 16 && (configuration[16] & 3) == 0; // the chroma format
        }
    }

    /// <summary>Reads the metadata.</summary>
    /// <returns>False if there is none, as in plain image sequences.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> data, out HeifFile file)
    {
        var boxes = new IsoBoxes(data, 0, data.Length);
        while (boxes.MoveNext())
        {
            if (boxes.Is("meta"u8) && boxes.Content.Length > 4)
            {
                file = new HeifFile(data, boxes.Start + 4, boxes.End);
                return file._primary != 0;
            }
        }

        file = default;
        return false;
    }

    /// <summary>The orientation in EXIF, or else in XMP; 0 if there is none.</summary>
    internal int Orientation()
    {
        foreach (var item in _items.Find("Exif"u8, ""u8))
        {
            if (ExifOrientation.Find(HeifItems.Exif(_items.Content(item))) is > 0 and var found)
                return found;
        }

        foreach (var item in _items.Find("mime"u8, "application/rdf+xml"u8))
        {
            if (XmpOrientation.Find(_items.Content(item)) is > 0 and var found)
                return found;
        }

        return 0;
    }

    /// <summary>Where the primary picture's data is, if it lies in one piece.</summary>
    internal (int Start, int Length) Data => _items.Place(_primary);

    /// <summary>The content of a property of the primary picture; empty if it has no such property.</summary>
    /// <param name="type">The type of the property's box.</param>
    /// <param name="start">Where the content starts in the file.</param>
    /// <param name="signature">The first letters of the content.</param>
    internal ReadOnlySpan<byte> Property(ReadOnlySpan<byte> type, out int start, ReadOnlySpan<byte> signature = default)
    {
        var index = 0u;
        var boxes = new IsoBoxes(_data, _properties.Start, _properties.End);
        while (boxes.MoveNext())
        {
            index++;
            if (!boxes.Is(type) || !boxes.Content.StartsWith(signature) || !_ofPrimary.Contains(index))
                continue;
            start = boxes.Start;
            return boxes.Content;
        }

        start = 0;
        return [];
    }

    /// <summary>Declares the full range of colors for all pictures, in a copy of the file.</summary>
    internal void DeclareFullRange(Span<byte> copy)
    {
        const int flags = 10;
        var boxes = new IsoBoxes(_data, _properties.Start, _properties.End);
        while (boxes.MoveNext())
        {
            if (boxes.Is("colr"u8) && boxes.Content.StartsWith("nclx"u8) && boxes.Content.Length > flags)
                copy[boxes.Start + flags] |= 0x80;
        }
    }

    private static ((int Start, int End) Properties, (int Start, int End) Associations) Properties(
        ReadOnlySpan<byte> data, IsoBoxes parent)
    {
        var (properties, associations) = ((0, 0), (0, 0));
        var boxes = new IsoBoxes(data, parent.Start, parent.End);
        while (boxes.MoveNext())
        {
            if (boxes.Is("ipco"u8))
                properties = (boxes.Start, boxes.End);
            else if (boxes.Is("ipma"u8))
                associations = (boxes.Start, boxes.End);
        }

        return (properties, associations);
    }

    /// <summary>Whether an item refers to others in a certain way.</summary>
    private static bool HasReference(
        uint item, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, (int Start, int End) references)
    {
        const int fullBox = 4; // version and flags
        if (references.End - references.Start < fullBox)
            return false;
        var size = data[references.Start] == 0 ? 2u : 4;
        var boxes = new IsoBoxes(data, references.Start + fullBox, references.End);
        while (boxes.MoveNext())
        {
            if (boxes.Is(type) && new BoxNumbers(boxes.Content).Number(size) == item)
                return true;
        }

        return false;
    }

    private bool Has(ReadOnlySpan<byte> property)
    {
        Property(property, out var start);
        return start > 0;
    }

    /// <summary>The indexes of the primary picture's properties.</summary>
    private static HashSet<uint> PropertiesOf(uint primary, ReadOnlySpan<byte> associations)
    {
        HashSet<uint> found = [];
        var reader = new BoxNumbers(associations);
        var version = reader.Number(1);
        var isWide = (reader.Number(3) & 1) != 0;
        for (var left = reader.Number(4); left > 0 && !reader.IsAtEnd; left--)
        {
            var item = reader.Number(version == 0 ? 2u : 4);
            for (var count = reader.Number(1); count > 0; count--)
            {
                var index = isWide ? reader.Number(2) & 0x7FFF : reader.Number(1) & 0x7F;
                if (item == primary)
                    found.Add(index);
            }
        }

        return found;
    }
}
