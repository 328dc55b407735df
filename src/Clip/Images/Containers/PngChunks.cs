using System.Buffers.Binary;

namespace Clip.Images.Containers;

/// <summary>
/// The chunks of a PNG file in their order. Checksums are not verified: viewers show such files, and what is wrong with
/// pixels shows in the pixels.
/// </summary>
internal ref struct PngChunks
{
    private readonly ReadOnlySpan<byte> _data;
    private int _next;

    /// <summary>Starts before the first chunk.</summary>
    /// <param name="data">The whole file.</param>
    internal PngChunks(ReadOnlySpan<byte> data)
    {
        _data = data;
        _next = 8;
    }

    /// <summary>The four letters of the current chunk.</summary>
    internal ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>Where the content of the current chunk starts.</summary>
    internal int Start { get; private set; }

    /// <summary>The length of the content; what a cut-off file has left of it.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether all of the current chunk is there, its checksum included.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>The content of the current chunk.</summary>
    internal readonly ReadOnlySpan<byte> Content => _data.Slice(Start, Length);

    /// <summary>Goes to the next chunk; false at the end of the file.</summary>
    internal bool MoveNext()
    {
        if (_data.Length - _next < 8)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_data[_next..]);
        Type = _data.Slice(_next + 4, 4);
        Start = _next + 8;
        Length = (int)Math.Min(length, (uint)(_data.Length - Start));
        IsWhole = (long)Start + length + 4 <= _data.Length;
        _next = (int)Math.Min((long)Start + length + 4, _data.Length);
        return true;
    }
}
