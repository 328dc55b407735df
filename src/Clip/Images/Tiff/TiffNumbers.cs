namespace Clip.Images.Tiff;

/// <summary>The integers of a TIFF field.</summary>
internal readonly ref struct TiffNumbers
{
    private readonly TiffBytes _tiff;
    private readonly ReadOnlySpan<byte> _values;
    private readonly int _size;

    internal TiffNumbers(TiffBytes tiff, ReadOnlySpan<byte> values, TiffType type)
    {
        _tiff = tiff;
        _values = values;
        _size = type switch
        {
            TiffType.Byte => 1,
            TiffType.Short => 2,
            TiffType.Long or TiffType.Ifd => 4,
            TiffType.Long8 or TiffType.Ifd8 => 8,
            _ => 0,
        };
        Count = _size == 0 ? 0 : values.Length / _size;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>One of them; 0 if it does not exist.</summary>
    public long this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                return 0;
            var value = _values.Slice(index * _size, _size);
            return _size switch
            {
                1 => value[0],
                2 => _tiff.UInt16(value),
                4 => _tiff.UInt32(value),
                _ => _tiff.UInt64(value),
            };
        }
    }
}
