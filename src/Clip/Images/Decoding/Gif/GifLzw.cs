using System.Numerics;

namespace Clip.Images.Decoding.Gif;

/// <summary>
/// Decompresses the pixels of a GIF frame (GIF89a, appendix F) from blocks that follow their lengths.
/// </summary>
internal ref struct GifLzw
{
    private const int TableSize = 4096;
    private const int MostBits = 12;

    private readonly ReadOnlySpan<byte> _data;
    private readonly ushort[] _prefixes = new ushort[TableSize];
    private readonly byte[] _suffixes = new byte[TableSize];
    private readonly byte[] _waiting = new byte[TableSize]; // the end of a piece, last pixel first
    private readonly int _clear;
    private int _at = 1;
    private int _blockLeft;
    private int _waitingCount;
    private int _next;
    private int _width;
    private int _last = -1;
    private byte _first;
    private uint _bits;
    private int _bitCount;

    /// <summary>Starts with the first pixel.</summary>
    /// <param name="data">The bits of a pixel, then the blocks.</param>
    internal GifLzw(ReadOnlySpan<byte> data)
    {
        _data = data;
        _clear = 1 << Math.Clamp((int)data[0], 1, MostBits - 1);
        Clear();
    }

    /// <summary>Whether the file ended before the pixels did.</summary>
    internal bool IsCutOff { get; private set; }

    /// <summary>Whether a code has no meaning.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Reads the next pixels.</summary>
    /// <returns>How many there were; fewer than asked for where the data ends.</returns>
    internal int Read(Span<byte> pixels)
    {
        var count = 0;
        while (count < pixels.Length)
        {
            if (_waitingCount > 0)
                pixels[count++] = _waiting[--_waitingCount];
            else if (!ReadPiece())
                break;
        }

        return count;
    }

    private void Clear() => (_next, _width, _last) = (_clear + 2, BitOperations.Log2((uint)_clear) + 1, -1);

    /// <summary>Unpacks the next code.</summary>
    private bool ReadPiece()
    {
        int code;
        while ((code = NextCode()) == _clear)
            Clear();
        if (code < 0 || code == _clear + 1)
            return false;
        if (code > _next || (code == _next && _last < 0))
        {
            IsDamaged = true;
            return false;
        }

        var piece = code;
        if (code == _next) // the piece before, and its own first pixel
        {
            _waiting[_waitingCount++] = _first;
            piece = _last;
        }

        for (; piece >= _clear; piece = _prefixes[piece])
            _waiting[_waitingCount++] = _suffixes[piece];
        _waiting[_waitingCount++] = _first = (byte)piece;
        if (_last >= 0 && _next < TableSize)
        {
            (_prefixes[_next], _suffixes[_next]) = ((ushort)_last, _first);
            if (++_next == 1 << _width && _width < MostBits)
                _width++;
        }

        _last = code;
        return true;
    }

    private int NextCode()
    {
        while (_bitCount < _width)
        {
            if (_blockLeft == 0)
            {
                if (_at >= _data.Length)
                    return CutOff();
                _blockLeft = _data[_at++];
                if (_blockLeft == 0)
                    return -1;
            }

            if (_at >= _data.Length)
                return CutOff();
            _bits |= (uint)_data[_at++] << _bitCount;
            _blockLeft--;
            _bitCount += 8;
        }

        var code = (int)(_bits & ((1u << _width) - 1));
        _bits >>= _width;
        _bitCount -= _width;
        return code;
    }

    private int CutOff()
    {
        IsCutOff = true;
        return -1;
    }
}
