using System.Buffers.Binary;
using Clip.Images.Containers;

namespace Clip.Images.Decoding.Heif;

/// <summary>The frames of an animated AVIF file.</summary>
internal static class AvifAnimation
{
    private const uint Media = 0x6D646961; // mdia
    private const uint MediaInformation = 0x6D696E66; // minf
    private const uint SampleTable = 0x7374626C; // stbl

    /// <summary>Whether one of its tracks begins with the data at a place, as that of the primary picture.</summary>
    internal static bool StartsAt(ReadOnlySpan<byte> data, int start)
    {
        var boxes = new IsoBoxes(data, 0, data.Length);
        while (boxes.MoveNext())
        {
            if (!boxes.Is("moov"u8))
                continue;
            var tracks = new IsoBoxes(data, boxes.Start, boxes.End);
            while (tracks.MoveNext())
            {
                if (tracks.Is("trak"u8) && FirstChunk(data, tracks) == start)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Where the first frames of a track are; null if it does not say.</summary>
    private static long? FirstChunk(ReadOnlySpan<byte> data, IsoBoxes track)
    {
        var (start, end) = (track.Start, track.End);
        foreach (var type in (ReadOnlySpan<uint>)[Media, MediaInformation, SampleTable])
        {
            var inner = new IsoBoxes(data, start, end);
            (start, end) = (0, 0);
            while (end == 0 && inner.MoveNext())
            {
                if (BinaryPrimitives.ReadUInt32BigEndian(inner.Type) == type)
                    (start, end) = (inner.Start, inner.End);
            }
        }

        const int flagsAndCount = 8;
        var tables = new IsoBoxes(data, start, end);
        while (tables.MoveNext())
        {
            var content = tables.Content;
            if (tables.Is("stco"u8) && content.Length >= flagsAndCount + 4)
                return BinaryPrimitives.ReadUInt32BigEndian(content[flagsAndCount..]);
            if (tables.Is("co64"u8) && content.Length >= flagsAndCount + 8)
                return BinaryPrimitives.ReadInt64BigEndian(content[flagsAndCount..]);
        }

        return null;
    }
}
