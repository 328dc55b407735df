namespace Clip.Images.Decoding.Png;

/// <summary>The stored rows of a PNG file, decompressed and with their filters undone.</summary>
/// <param name="inflated">The decompressed data.</param>
/// <param name="data">The compressed data, which tells whether the file ended too early.</param>
/// <param name="header">The file's header.</param>
internal sealed class PngRows(Stream inflated, PngDataStream data, PngHeader header)
{
    private byte[] _row = [];
    private byte[] _above = [];
    private int _done;

    /// <summary>Starts with the first row, or with the first row of a pass.</summary>
    /// <param name="width">The number of pixels per row.</param>
    internal void Start(int width)
    {
        var length = 1 + header.RowLength(width);
        (_row, _above) = (new byte[length], new byte[length]);
    }

    /// <summary>The next row; empty if the compressed data ends properly before it.</summary>
    /// <exception cref="PictureException">The file is cut off, or the row is damaged.</exception>
    internal ReadOnlySpan<byte> Next(PictureData picture)
    {
        (_row, _above) = (_above, _row);
        var count = Inflate(picture, _row);
        if (count == 0 && _done > 0 && !data.IsExhausted)
            return [];
        if (count < _row.Length)
            throw picture.CutOff();
        if (!PngFilter.Undo(_row[0], _row.AsSpan(1), _above.AsSpan(1), header.FilterDistance))
            throw picture.Damaged("a row has an unknown filter");
        _done++;
        return _row.AsSpan(1);
    }

    /// <summary>Reads the end of the data, where its checksum is; files that lack it are common.</summary>
    /// <exception cref="PictureException">The checksum is wrong.</exception>
    internal void Finish(PictureData picture) => Inflate(picture, _row.AsSpan(0, 1));

    private int Inflate(PictureData picture, Span<byte> target)
    {
        var count = 0;
        try
        {
            while (count < target.Length && inflated.Read(target[count..]) is > 0 and var read)
                count += read;
        }
        catch (InvalidDataException e)
        {
            if (!data.IsExhausted)
                throw picture.Damaged("the compressed data is invalid", e);
        }

        return count;
    }
}
