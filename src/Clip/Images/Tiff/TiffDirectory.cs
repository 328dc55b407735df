namespace Clip.Images.Tiff;

/// <summary>A directory of a TIFF structure: fields with a tag, a type, and values inline or elsewhere.</summary>
internal readonly ref struct TiffDirectory
{
    private const int MaxFields = 512;

    private readonly TiffBytes _tiff;
    private readonly long _first;

    /// <summary>Opens the directory at an offset; an offset of 0 is an empty directory.</summary>
    /// <param name="tiff">The TIFF structure.</param>
    /// <param name="offset">Where the directory starts.</param>
    /// <param name="maxFields">The number of fields after which the rest is ignored.</param>
    public TiffDirectory(TiffBytes tiff, long offset, int maxFields = MaxFields)
    {
        _tiff = tiff;
        _first = offset + (tiff.IsBig ? 8 : 2);
        var count = offset <= 0 ? 0 : tiff.IsBig ? tiff.UInt64(offset) : tiff.UInt16(offset);
        Count = (int)Math.Min(maxFields, Math.Min(count, Math.Max(0, (tiff.Length - _first) / FieldSize)));
    }

    /// <summary>The number of fields.</summary>
    public int Count { get; }

    private int FieldSize => _tiff.IsBig ? 20 : 12;

    /// <summary>The tag of a field.</summary>
    public TiffTag Tag(int field) => (TiffTag)_tiff.UInt16(At(field));

    /// <summary>The bytes of a field's values; empty unless all of them exist.</summary>
    public ReadOnlySpan<byte> Values(int field, out TiffType type)
    {
        var at = At(field);
        type = (TiffType)_tiff.UInt16(at + 2);
        var count = _tiff.IsBig ? _tiff.UInt64(at + 4) : _tiff.UInt32(at + 4);
        var (inline, inlineSize) = _tiff.IsBig ? (at + 12, 8) : (at + 8, 4);
        var size = SizeOf(type);
        if (size == 0 || count > _tiff.Length / size)
            return [];
        var offset = count * size <= inlineSize ? inline : _tiff.IsBig ? _tiff.UInt64(inline) : _tiff.UInt32(inline);
        return _tiff.Slice(offset, count * size);
    }

    /// <summary>The only or first integer of a field, of whatever integer type; 0 if it has none.</summary>
    public long Number(int field)
    {
        var values = Values(field, out var type);
        var size = SizeOf(type);
        if (size == 0 || values.Length < size)
            return 0;
        return type switch
        {
            TiffType.Byte => values[0],
            TiffType.SByte => (sbyte)values[0],
            TiffType.Short => _tiff.UInt16(values),
            TiffType.SShort => (short)_tiff.UInt16(values),
            TiffType.Long or TiffType.Ifd => _tiff.UInt32(values),
            TiffType.SLong => (int)_tiff.UInt32(values),
            TiffType.Undefined when values.Length >= 4 => _tiff.UInt32(values),
            TiffType.Long8 or TiffType.SLong8 or TiffType.Ifd8 => _tiff.UInt64(values),
            _ => 0,
        };
    }

    /// <summary>The place of the next directory's offset in the bytes of the structure, or in a copy of them.</summary>
    public Span<byte> NextDirectory(Span<byte> bytes) => Part(bytes, At(Count), _tiff.IsBig ? 8 : 4);

    /// <summary>Sets the value of a field to a 16-bit number in a copy of the structure's bytes.</summary>
    public void SetShort(int field, byte value, Span<byte> copy)
    {
        var place = Part(copy, At(field) + 2, _tiff.IsBig ? 18 : 10);
        if (place.IsEmpty)
            return;
        place.Clear();
        var low = _tiff.IsLittleEndian ? 0 : 1;
        var (count, number) = _tiff.IsBig ? (_tiff.IsLittleEndian ? 2 : 9, 10) : (_tiff.IsLittleEndian ? 2 : 5, 6);
        (place[low], place[count], place[number + low]) = ((byte)TiffType.Short, 1, value);
    }

    /// <summary>All integers of a field, which are read when they are asked for.</summary>
    public TiffNumbers Numbers(int field) => new(_tiff, Values(field, out var type), type);

    /// <summary>Reads the numbers of a field, of any type; one with the denominator 0 is not a number.</summary>
    /// <returns>How many of them there are, at most the length of <paramref name="numbers"/>.</returns>
    public int Numbers(int field, Span<double> numbers)
    {
        var values = Values(field, out var type);
        var size = SizeOf(type);
        var count = size == 0 ? 0 : Math.Min(numbers.Length, values.Length / size);
        for (var i = 0; i < count; i++)
        {
            var value = values[(i * size)..];
            numbers[i] = type switch
            {
                TiffType.Rational => _tiff.UInt32(value[4..]) is > 0 and var below
                    ? (double)_tiff.UInt32(value) / below
                    : double.NaN,
                TiffType.SRational => _tiff.UInt32(value[4..]) is > 0 and var below
                    ? (double)(int)_tiff.UInt32(value) / (int)below
                    : double.NaN,
                TiffType.Float => BitConverter.UInt32BitsToSingle(_tiff.UInt32(value)),
                TiffType.Double => BitConverter.UInt64BitsToDouble(_tiff.Bits64(value)),
                TiffType.Short => _tiff.UInt16(value),
                TiffType.Long => _tiff.UInt32(value),
                TiffType.Byte => value[0],
                _ => double.NaN,
            };
        }
        return count;
    }

    private static Span<byte> Part(Span<byte> bytes, long offset, int length) =>
        offset >= 0 && offset <= bytes.Length - length ? bytes.Slice((int)offset, length) : [];

    private long At(int field) => _first + ((long)field * FieldSize);

    private static int SizeOf(TiffType type) => type switch
    {
        TiffType.Byte or TiffType.Ascii or TiffType.SByte or TiffType.Undefined or TiffType.Utf8 => 1,
        TiffType.Short or TiffType.SShort => 2,
        TiffType.Long or TiffType.SLong or TiffType.Float or TiffType.Ifd => 4,
        TiffType.Rational or TiffType.SRational or TiffType.Double or TiffType.Long8 or TiffType.SLong8
            or TiffType.Ifd8 => 8,
        _ => 0,
    };
}
