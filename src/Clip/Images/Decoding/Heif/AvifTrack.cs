using Clip.Images.Containers;

namespace Clip.Images.Decoding.Heif;

/// <summary>A track of AV1 frames in an AVIF file: the colors of an animation, or its alpha.</summary>
internal readonly ref struct AvifTrack
{
    private const int FullBox = 4; // version and flags

    /// <summary>A sample entry's fields, before the boxes in it.</summary>
    private const int EntryFields = 78;

    private readonly ReadOnlySpan<byte> _entry;
    private readonly ReadOnlySpan<byte> _references;

    private AvifTrack(ReadOnlySpan<byte> data, IsoBoxes track)
    {
        Frame = default;
        var (offset, length) = (0L, 0L);
        var inTrack = new IsoBoxes(data, track.Start, track.End);
        while (inTrack.MoveNext())
        {
            // The number follows two times, of four bytes or eight.
            if (inTrack.Is("tkhd"u8) && inTrack.Content.Length > 24)
                Number = new BoxNumbers(inTrack.Content[(inTrack.Content[0] == 1 ? 20 : 12)..]).Number(4);
            else if (inTrack.Is("tref"u8))
                _references = inTrack.Content;
        }

        var table = In(data, In(data, In(data, track, "mdia"u8), "minf"u8), "stbl"u8);
        var tables = new IsoBoxes(data, table.Start, table.End);
        while (tables.MoveNext())
        {
            var numbers = new BoxNumbers(tables.Content.Length > FullBox ? tables.Content[FullBox..] : []);
            if (tables.Is("stsd"u8))
                _entry = EntryOf(tables.Content);
            else if (tables.Is("stco"u8) && numbers.Number(4) > 0)
                offset = numbers.Number(4);
            else if (tables.Is("co64"u8) && numbers.Number(4) > 0)
                offset = numbers.Number(8);
            else if (tables.Is("stsz"u8))
                length = numbers.Number(4) is > 0 and var all ? all : numbers.Number(4) > 0 ? numbers.Number(4) : 0;
        }

        if (offset > 0 && length > 0 && offset + length <= data.Length)
            Frame = ((int)offset, (int)length);
    }

    /// <summary>Its number.</summary>
    internal uint Number { get; }

    /// <summary>Where its first frame is; of no length if it has none.</summary>
    internal (int Start, int Length) Frame { get; }

    /// <summary>Whether it has a frame of AV1, and says how to decode it.</summary>
    internal bool IsUsable => Frame.Length > 0 && _entry.Length > EntryFields && Width > 0 && Height > 0;

    /// <summary>The width of its frames.</summary>
    internal int Width => (_entry[24] << 8) | _entry[25];

    /// <summary>The height of its frames.</summary>
    internal int Height => (_entry[26] << 8) | _entry[27];

    /// <summary>The boxes that describe its frames.</summary>
    internal IsoBoxes Properties => new(_entry, EntryFields, _entry.Length);

    /// <summary>The track to which this one refers in a way; 0 for none.</summary>
    internal uint Reference(ReadOnlySpan<byte> type)
    {
        var boxes = new IsoBoxes(_references, 0, _references.Length);
        while (boxes.MoveNext())
        {
            if (boxes.Is(type))
                return new BoxNumbers(boxes.Content).Number(4);
        }

        return 0;
    }

    /// <summary>Finds the first usable track that something is true of.</summary>
    /// <param name="data">The file.</param>
    /// <param name="alphaOf">The track whose alpha it is; 0 for colors.</param>
    /// <param name="track">The track.</param>
    internal static bool TryFind(ReadOnlySpan<byte> data, uint alphaOf, out AvifTrack track)
    {
        var boxes = new IsoBoxes(data, 0, data.Length);
        while (boxes.MoveNext())
        {
            if (!boxes.Is("moov"u8))
                continue;
            var tracks = new IsoBoxes(data, boxes.Start, boxes.End);
            while (tracks.MoveNext())
            {
                if (!tracks.Is("trak"u8))
                    continue;
                track = new AvifTrack(data, tracks);
                if (track.IsUsable && track.Reference("auxl"u8) == alphaOf)
                    return true;
            }
        }

        track = default;
        return false;
    }

    private static ReadOnlySpan<byte> EntryOf(ReadOnlySpan<byte> content)
    {
        const int count = 4;
        var entries = new IsoBoxes(content, FullBox + count, content.Length);
        while (entries.MoveNext())
        {
            if (entries.Is("av01"u8))
                return entries.Content;
        }

        return [];
    }

    /// <summary>The box of a type in another one; an empty one if there is none.</summary>
    private static IsoBoxes In(ReadOnlySpan<byte> data, IsoBoxes outer, ReadOnlySpan<byte> type)
    {
        var boxes = new IsoBoxes(data, outer.Start, outer.End);
        while (boxes.MoveNext())
        {
            if (boxes.Is(type))
                return boxes;
        }

        return new IsoBoxes(data, 0, 0);
    }
}
