using System.Numerics;

namespace Clip.Images.Decoding.Bmp;

/// <summary>One channel of a pixel that is stored as bits of a number.</summary>
internal readonly struct BitmapMask
{
    private readonly uint _mask;
    private readonly int _shift;
    private readonly ulong _largest;

    /// <summary>Prepares for the bits of a channel, which lie side by side.</summary>
    internal BitmapMask(uint mask)
    {
        _mask = mask;
        _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
        _largest = mask >> _shift;
    }

    /// <summary>The channel of a pixel in 8 bits, rounded down as Pillow does; 0 if there is no such channel.</summary>
    internal byte Of(uint pixel) => _largest == 0 ? (byte)0 : (byte)(((pixel & _mask) >> _shift) * 255UL / _largest);
}
