namespace Clip.Images.Decoding.TiffPages;

/// <summary>Reads the rows of a page's strips or tiles, decompressed.</summary>
/// <param name="picture">The file.</param>
/// <param name="page">Its first page.</param>
/// <param name="others">Decodes blocks that are JPEG files, or in a compression of libtiff.</param>
/// <param name="deadline">Stops the decoding.</param>
internal readonly ref struct TiffBlocks(
    PictureData picture, TiffPage page, IPictureDecoder others, DecodingDeadline deadline)
{
    private readonly PictureData _picture = picture;
    private readonly TiffPage _page = page;

    /// <summary>Receives a row of a block.</summary>
    /// <param name="row">The stored samples.</param>
    /// <param name="x">The column of the first pixel.</param>
    /// <param name="y">The row of the picture.</param>
    /// <param name="count">The number of pixels that lie in the picture.</param>
    /// <param name="plane">The index of the sample that a separate plane holds; 0 for all samples together.</param>
    internal delegate void RowReader(ReadOnlySpan<byte> row, int x, int y, int count, int plane);

    /// <summary>Reads all rows of the colors and of alpha.</summary>
    /// <exception cref="PictureException">The file is cut off or damaged, or it takes too long.</exception>
    internal void Read(RowReader reader)
    {
        var page = _page;
        var buffer = new byte[page.RowLength * page.BlockHeight];
        var planes = page.IsPlanar ? page.Colors + (page.HasAlpha ? 1 : 0) : 1;
        var index = 0L;
        for (var plane = 0; plane < planes; plane++)
        {
            for (var down = 0L; down < page.BlocksDown; down++)
            {
                for (var across = 0L; across < page.BlocksAcross; across++)
                {
                    deadline.ThrowIfOver(_picture);
                    var (x, y) = ((int)(across * page.BlockWidth), (int)(down * page.BlockHeight));
                    var rows = (int)Math.Min(page.BlockHeight, page.Height - y);
                    var block = buffer.AsSpan(0, (int)(page.RowLength * rows));
                    Decompress(index++, block);
                    var count = (int)Math.Min(page.BlockWidth, page.Width - x);
                    for (var row = 0; row < rows; row++)
                    {
                        var samples = block.Slice((int)(row * page.RowLength), (int)page.RowLength);
                        Unpredict(samples);
                        reader(samples, x, y + row, count, plane);
                    }
                }
            }
        }
    }

    private void Decompress(long index, Span<byte> block)
    {
        var data = _page.Compressed(_picture.Data, index, block.Length);
        if (_page.Compression == TiffCompression.Jpeg)
        {
            TiffJpegTile.Decode(_picture, _page, data, others, deadline, block);
            return;
        }

        if (TiffCompression.IsLibrarys(_page.Compression))
        {
            TiffByteBlock.Decompress(_picture, _page, data, others, deadline, block);
            return;
        }

        if (_page.IsBitReversed)
            data = TiffCompression.ReverseBits(data);
        try
        {
            if (TiffCompression.Decompress(_page.Compression, data, block) < block.Length)
                throw _picture.CutOff();
        }
        catch (InvalidDataException e)
        {
            throw _picture.Damaged("the compressed data is invalid", e);
        }
    }

    private void Unpredict(Span<byte> row)
    {
        if (_page.Predictor == 2)
            TiffPredictor.UndoIntegers(row, _page.Bits, _page.SamplesInBlock, _page.IsLittleEndian);
        else if (_page.Predictor == 3)
            TiffPredictor.UndoFloats(row, _page.Bits, _page.SamplesInBlock, _page.IsLittleEndian);
    }
}
