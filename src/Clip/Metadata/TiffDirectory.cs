using System.Buffers.Binary;

namespace Clip.Metadata;

/// <summary>The bytes of a TIFF structure, in either byte order, with 32-bit or 64-bit offsets, and how to find things in them.</summary>
internal readonly ref struct TiffBytes
{
    /// <summary>Where the first directory lies.</summary>
    public readonly long FirstDirectory;

    private readonly ReadOnlySpan<byte> _data;
    private readonly bool _littleEndian;

    private TiffBytes(ReadOnlySpan<byte> data, bool littleEndian, bool isBig)
    {
        _data = data;
        _littleEndian = littleEndian;
        IsBig = isBig;
        FirstDirectory = isBig ? UInt64(8) : UInt32(4);
    }

    /// <summary>Whether counts and offsets have 64 bits (BigTIFF).</summary>
    public bool IsBig { get; }

    public long Length => _data.Length;

    /// <summary>Whether these bytes begin as TIFF does. Cameras' raw files have marks of their own behind the byte order.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> data, out TiffBytes tiff)
    {
        tiff = default;
        if (data.Length < 8 || !(data.StartsWith("II"u8) || data.StartsWith("MM"u8)))
            return false;
        var littleEndian = data[0] == 'I';
        var isBig = data[littleEndian ? 2 : 3] == 43;
        if (isBig && data.Length < 16)
            return false;
        tiff = new TiffBytes(data, littleEndian, isBig);
        return true;
    }

    /// <summary>So many bytes from there, or none where they are not all there.</summary>
    public ReadOnlySpan<byte> Slice(long offset, long length) =>
        offset >= 0 && length >= 0 && offset <= _data.Length - length ? _data.Slice((int)offset, (int)length) : [];

    // Numbers that are not there are 0.
    public int UInt16(long offset) => Slice(offset, 2) is { Length: 2 } bytes ? UInt16(bytes) : 0;

    public uint UInt32(long offset) => Slice(offset, 4) is { Length: 4 } bytes ? UInt32(bytes) : 0;

    public long UInt64(long offset) => Slice(offset, 8) is { Length: 8 } bytes
        ? (long)Math.Min(long.MaxValue, _littleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes))
        : 0;

    public int UInt16(ReadOnlySpan<byte> bytes) =>
        _littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) =>
        _littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

/// <summary>One directory of a TIFF structure: fields with a tag, a type, and values here or elsewhere.</summary>
internal readonly ref struct TiffDirectory
{
    private const int MostFields = 512;

    private readonly TiffBytes _tiff;
    private readonly long _first;

    public TiffDirectory(TiffBytes tiff, long offset)
    {
        _tiff = tiff;
        _first = offset + (tiff.IsBig ? 8 : 2);
        // No directory at all counts as an empty one.
        var count = offset <= 0 ? 0 : tiff.IsBig ? tiff.UInt64(offset) : tiff.UInt16(offset);
        Count = (int)Math.Min(MostFields, Math.Min(count, Math.Max(0, (tiff.Length - _first) / FieldSize)));
    }

    /// <summary>How many fields there are.</summary>
    public int Count { get; }

    private int FieldSize => _tiff.IsBig ? 20 : 12;

    /// <summary>A field's tag.</summary>
    public int Tag(int field) => _tiff.UInt16(At(field));

    /// <summary>The bytes of a field's values; none where they are not all there.</summary>
    public ReadOnlySpan<byte> Values(int field, out int type)
    {
        var at = At(field);
        type = _tiff.UInt16(at + 2);
        var count = _tiff.IsBig ? _tiff.UInt64(at + 4) : _tiff.UInt32(at + 4);
        var (place, room) = _tiff.IsBig ? (at + 12, 8) : (at + 8, 4);
        var size = SizeOf(type);
        if (size == 0 || count > _tiff.Length / size)
            return [];
        var offset = count * size <= room ? place : _tiff.IsBig ? _tiff.UInt64(place) : _tiff.UInt32(place);
        return _tiff.Slice(offset, count * size);
    }

    /// <summary>A field's only or first whole number; 0 where there is none.</summary>
    public long Number(int field)
    {
        var values = Values(field, out var type);
        return type switch
        {
            1 when values.Length >= 1 => values[0],
            3 when values.Length >= 2 => _tiff.UInt16(values),
            4 or 13 when values.Length >= 4 => _tiff.UInt32(values),
            16 or 18 when values.Length >= 8 => _tiff.IsBig ? Wide(field) : 0,
            _ => 0,
        };
    }

    /// <summary>A field's fractions; false where there are fewer, or one has a zero below the line.</summary>
    public bool Fractions(int field, Span<double> fractions)
    {
        var values = Values(field, out var type);
        if (type is not (5 or 10) || values.Length < fractions.Length * 8)
            return false;
        for (var i = 0; i < fractions.Length; i++)
        {
            var (above, below) = (_tiff.UInt32(values[(i * 8)..]), _tiff.UInt32(values[((i * 8) + 4)..]));
            if (below == 0)
                return false;
            fractions[i] = type == 5 ? (double)above / below : (double)(int)above / (int)below;
        }
        return true;
    }

    private long Wide(int field) => _tiff.UInt64(At(field) + 12);

    private long At(int field) => _first + ((long)field * FieldSize);

    private static int SizeOf(int type) => type switch
    {
        1 or 2 or 6 or 7 or 129 => 1, // 129: text in UTF-8, since EXIF 3
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
