namespace Clip.Images.Decoding.Bmp;

/// <summary>
/// Decompresses run-length encoded bitmaps (RLE4, RLE8 and OS/2's RLE24) row by row, from the bottom up.
/// </summary>
internal ref struct BitmapRuns
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly BitmapCompression _compression;
    private readonly int _size; // the bytes of an unpacked pixel
    private int _next;
    private int _x;
    private int _skippedRows;

    /// <summary>Starts with the bottom row.</summary>
    /// <param name="data">The compressed pixels.</param>
    /// <param name="compression">The kind of run-length encoding.</param>
    internal BitmapRuns(ReadOnlySpan<byte> data, BitmapCompression compression)
    {
        _data = data;
        _compression = compression;
        _size = compression == BitmapCompression.RunLength24 ? 3 : 1;
    }

    /// <summary>Whether the encoding says that no more rows follow.</summary>
    internal bool IsFinished { get; private set; }

    /// <summary>Whether data ran out before that.</summary>
    internal bool IsOutOfData { get; private set; }

    /// <summary>Whether data ran out in the middle of a row.</summary>
    internal bool IsCutOff { get; private set; }

    /// <summary>Unpacks the next row.</summary>
    /// <param name="row">
    /// Receives a byte per palette index, or three per color. What is skipped keeps its value.
    /// </param>
    internal void ReadRow(Span<byte> row)
    {
        if (_skippedRows > 0)
        {
            if (--_skippedRows > 0)
                return;
        }
        else
        {
            _x = 0;
        }

        while (!IsFinished)
        {
            if (_next + 2 > _data.Length)
            {
                (IsFinished, IsOutOfData) = (true, true);
                IsCutOff = (long)_x * _size < row.Length;
                return;
            }

            var (count, value) = (_data[_next], _data[_next + 1]);
            if (count > 0)
            {
                Repeat(row, count);
                continue;
            }

            _next += 2;
            switch (value)
            {
                case 0:
                    return;
                case 1:
                    IsFinished = true;
                    return;
                case 2 when _next + 2 <= _data.Length:
                    _x += _data[_next];
                    _skippedRows = _data[_next + 1];
                    _next += 2;
                    if (_skippedRows > 0)
                        return;
                    break;
                case 2:
                    (IsFinished, IsOutOfData, IsCutOff) = (true, true, true);
                    return;
                default:
                    Copy(row, value);
                    break;
            }
        }
    }

    private void Repeat(Span<byte> row, int count)
    {
        var pixel = _data[(_next + 1)..];
        _next += 1 + _size;
        if (pixel.Length < _size)
            return; // the next pair is missing as well
        for (var i = 0; i < count; i++)
            Put(row, pixel, i & 1);
    }

    private void Copy(Span<byte> row, int count)
    {
        var isPacked = _compression == BitmapCompression.RunLength4;
        var length = isPacked ? (count + 1) / 2 : count * _size;
        var pixels = _data.Slice(_next, Math.Min(length, _data.Length - _next));
        _next += length + (length & 1);
        for (var i = 0; i < count; i++)
        {
            var at = isPacked ? i / 2 : i * _size;
            if (at + _size > pixels.Length)
                return;
            Put(row, pixels[at..], i & 1);
        }
    }

    /// <summary>Writes a pixel; those beyond the end of a row are ignored.</summary>
    private void Put(Span<byte> row, ReadOnlySpan<byte> pixel, int half)
    {
        var at = _x++ * _size;
        if (at + _size > row.Length)
            return;
        if (_compression == BitmapCompression.RunLength4)
            row[at] = (byte)(half == 0 ? pixel[0] >> 4 : pixel[0] & 15);
        else
            pixel[.._size].CopyTo(row[at..]);
    }
}
