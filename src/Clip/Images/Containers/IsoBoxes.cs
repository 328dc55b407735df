using System.Buffers.Binary;

namespace Clip.Images.Containers;

/// <summary>
/// The boxes of an ISO media file (HEIC, AVIF) or of a JPEG 2000 file, or those within a box, in their order.
/// </summary>
internal ref struct IsoBoxes
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly int _end;
    private int _next;

    /// <summary>Starts before the first box.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="start">Where the first box starts.</param>
    /// <param name="end">Where the last box ends.</param>
    internal IsoBoxes(ReadOnlySpan<byte> file, int start, int end)
    {
        _file = file;
        _end = Math.Min(end, file.Length);
        _next = start;
    }

    /// <summary>Where the current box's type stands.</summary>
    internal int TypeStart { get; private set; }

    /// <summary>Where the content of the current box starts.</summary>
    internal int Start { get; private set; }

    /// <summary>Where the current box ends.</summary>
    internal readonly int End => _next;

    /// <summary>The content of the current box.</summary>
    internal readonly ReadOnlySpan<byte> Content => _file[Start.._next];

    /// <summary>The four letters of the current box.</summary>
    internal readonly ReadOnlySpan<byte> Type => _file.Slice(TypeStart, 4);

    /// <summary>Whether the current box is of a type.</summary>
    internal readonly bool Is(ReadOnlySpan<byte> type) => Type.SequenceEqual(type);

    /// <summary>Goes to the next box; false at the end.</summary>
    internal bool MoveNext()
    {
        if (_end - _next < 8)
            return false;
        var size = (long)BinaryPrimitives.ReadUInt32BigEndian(_file[_next..]);
        TypeStart = _next + 4;
        Start = _next + 8;
        if (size == 1 && _end - _next >= 16)
        {
            size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(_file[Start..]), int.MaxValue);
            Start += 8;
        }

        if (size == 0)
            size = _end - _next;
        if (size < Start - _next || size > _end - _next)
            return false;
        _next += (int)size;
        return true;
    }
}
