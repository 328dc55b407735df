using System.Buffers.Binary;

namespace Clip.Images.Containers;

/// <summary>The chunks of a WebP file in their order.</summary>
internal ref struct RiffChunks
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts before the first chunk.</summary>
    /// <param name="chunks">The chunks of a file or of a frame, without what precedes them.</param>
    internal RiffChunks(ReadOnlySpan<byte> chunks) => _rest = chunks;

    /// <summary>The four letters of the current chunk.</summary>
    internal ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>The content of the current chunk; what a cut-off file has left of it.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether all content of the current chunk is there.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    internal bool MoveNext()
    {
        if (_rest.Length < 8)
            return false;
        Type = _rest[..4];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[4..]);
        IsWhole = length <= (uint)(_rest.Length - 8);
        Content = _rest.Slice(8, (int)Math.Min(length, (uint)(_rest.Length - 8)));
        _rest = _rest[(int)Math.Min(8L + length + (length & 1), _rest.Length)..];
        return true;
    }
}
