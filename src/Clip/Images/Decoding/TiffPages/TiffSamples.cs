using System.Buffers.Binary;

namespace Clip.Images.Decoding.TiffPages;

/// <summary>
/// Reads samples of any size as 8 bits: of more than 8 bits the upper 8, as Pillow does, and 0 for negative numbers.
/// </summary>
internal readonly struct TiffSamples
{
    private readonly int _bits;
    private readonly bool _isFloat;
    private readonly bool _isSigned;
    private readonly bool _isLittleEndian;
    private readonly double _scale;

    /// <summary>Prepares for the samples of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="scale">What floating-point numbers are multiplied with.</param>
    internal TiffSamples(TiffPage page, double scale)
    {
        _bits = page.Bits;
        _isFloat = page.SampleFormat == TiffSampleFormat.Float;
        _isSigned = page.SampleFormat == TiffSampleFormat.Signed && _bits > 8;
        _isLittleEndian = page.IsLittleEndian;
        _scale = scale;
    }

    /// <summary>Reads one sample of many pixels.</summary>
    /// <param name="row">A row of a block.</param>
    /// <param name="first">The index of the first pixel's sample in the row.</param>
    /// <param name="step">The samples of a pixel.</param>
    /// <param name="isIndex">Whether the samples are palette indexes, which are not scaled.</param>
    /// <param name="target">Receives the first sample at its start, and the others in the distance.</param>
    /// <param name="distance">The bytes from a pixel to the next in the target.</param>
    /// <param name="count">The number of pixels.</param>
    internal void Read(
        ReadOnlySpan<byte> row, int first, int step, bool isIndex, Span<byte> target, int distance, int count)
    {
        if (_isFloat)
        {
            for (int i = 0, from = first, to = 0; i < count; i++, from += step, to += distance)
                target[to] = FloatRange.ToByte(Float(row, from) * _scale);
        }
        else if (_bits % 8 == 0)
        {
            var size = _bits / 8;
            var highest = _isLittleEndian ? size - 1 : 0;
            var at = (first * size) + highest;
            for (int i = 0, to = 0; i < count; i++, at += step * size, to += distance)
                target[to] = _isSigned && row[at] > sbyte.MaxValue ? byte.MinValue : row[at];
        }
        else
        {
            for (int i = 0, from = first, to = 0; i < count; i++, from += step, to += distance)
                target[to] = isIndex ? (byte)Packed(row, from) : Scaled(Packed(row, from));
        }
    }

    /// <summary>A floating-point sample.</summary>
    internal double Float(ReadOnlySpan<byte> row, int index)
    {
        var value = row[(int)((long)index * _bits / 8)..];
        return (_bits, _isLittleEndian) switch
        {
            (16, true) => (double)BinaryPrimitives.ReadHalfLittleEndian(value),
            (16, false) => (double)BinaryPrimitives.ReadHalfBigEndian(value),
            (32, true) => BinaryPrimitives.ReadSingleLittleEndian(value),
            (32, false) => BinaryPrimitives.ReadSingleBigEndian(value),
            (_, true) => BinaryPrimitives.ReadDoubleLittleEndian(value),
            _ => BinaryPrimitives.ReadDoubleBigEndian(value),
        };
    }

    /// <summary>A sample, which may begin within a byte; of more than 8 bits the upper 8.</summary>
    private int Packed(ReadOnlySpan<byte> row, int index)
    {
        var bit = (long)index * _bits;
        var at = (int)(bit >> 3);
        var value = row[at] << 8;
        if (at + 1 < row.Length)
            value |= row[at + 1];
        var count = Math.Min(_bits, 8);
        return (value >> (16 - count - (int)(bit & 7))) & ((1 << count) - 1);
    }

    private byte Scaled(int value)
    {
        if (_bits > 8)
            return (byte)value;
        var largest = (1 << _bits) - 1;
        return (byte)(((value * 255) + (largest / 2)) / largest);
    }
}
