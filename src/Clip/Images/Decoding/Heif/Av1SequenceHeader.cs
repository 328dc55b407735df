namespace Clip.Images.Decoding.Heif;

/// <summary>Finds the color range in AV1's sequence header (AV1 specification, 5.5).</summary>
internal ref struct Av1SequenceHeader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _bit;

    private Av1SequenceHeader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>Whether colors have the full range.</summary>
    internal bool IsFullRange { get; private set; }

    /// <summary>The bit that says so, counted from the start of the units.</summary>
    internal int RangeBit { get; private set; }

    /// <summary>The matrix from colors to luma and chroma; 2 if it is not specified.</summary>
    internal int Matrix { get; private set; }

    /// <summary>Reads the sequence header among the units of a bitstream.</summary>
    /// <returns>False if there is none, or if the range follows from the colors.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> units, out Av1SequenceHeader header)
    {
        const int sequenceHeader = 1;
        header = default;
        var at = 0;
        while (at < units.Length)
        {
            var (type, hasExtension, hasSize) = ((units[at] >> 3) & 15, (units[at] & 4) != 0, (units[at] & 2) != 0);
            at += hasExtension ? 2 : 1;
            long size = units.Length - at;
            if (hasSize)
            {
                size = 0;
                for (var shift = 0; shift < 35 && at < units.Length; shift += 7)
                {
                    size |= (long)(units[at] & 127) << shift;
                    if ((units[at++] & 128) == 0)
                        break;
                }
            }

            if (at >= units.Length || size > units.Length - at)
                return false;
            if (type == sequenceHeader)
            {
                header = new Av1SequenceHeader(units[..(int)(at + size)]) { _bit = 8 * at };
                return header.Read();
            }

            at += (int)size;
        }

        return false;
    }

    /// <summary>Still pictures have a short header; the long one, of videos, is not read.</summary>
    private bool Read()
    {
        const int specified = 2;
        var profile = Bits(3);
        Bits(1);
        if (Bits(1) == 0)
            return false;
        Bits(5); // the level
        var (widthBits, heightBits) = (Bits(4) + 1, Bits(4) + 1);
        Bits(widthBits);
        Bits(heightBits);
        Bits(3 + 3); // tools for blocks; super-resolution, directional enhancement and restoration
        var isDeep = Bits(1) == 1;
        if (profile == 2 && isDeep)
            Bits(1);
        var isGray = profile != 1 && Bits(1) == 1;
        Matrix = specified;
        var (primaries, transfer) = (specified, specified);
        if (Bits(1) == 1)
            (primaries, transfer, Matrix) = (Bits(8), Bits(8), Bits(8));
        if (!isGray && (primaries, transfer, Matrix) == (1, 13, 0))
            return false;
        RangeBit = _bit;
        IsFullRange = Bits(1) == 1;
        return _bit <= 8 * _data.Length;
    }

    private int Bits(int count)
    {
        var value = 0;
        for (; count > 0; count--, _bit++)
            value = (value << 1) | (_bit >> 3 < _data.Length ? (_data[_bit >> 3] >> (7 - (_bit & 7))) & 1 : 0);
        return value;
    }
}
