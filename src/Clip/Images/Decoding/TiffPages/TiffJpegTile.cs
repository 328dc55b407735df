namespace Clip.Images.Decoding.TiffPages;

/// <summary>
/// A tile of inks, or a strip or tile of one plane, that is a JPEG file without its tables, which all of them share.
/// </summary>
internal static class TiffJpegTile
{
    /// <summary>Decodes a tile.</summary>
    /// <exception cref="PictureException">
    /// The tile is cut off or damaged, or of another size than the page says.
    /// </exception>
    internal static void Decode(
        PictureData picture,
        TiffPage page,
        ReadOnlySpan<byte> tile,
        IPictureDecoder jpeg,
        DecodingDeadline deadline,
        Span<byte> block)
    {
        if (tile.Length < 4)
            throw picture.CutOff();
        // The tables end with an end marker, and the tile begins with a start marker.
        byte[] whole = page.JpegTables.Length > 4 ? [.. page.JpegTables[..^2], .. tile[2..]] : tile.ToArray();
        var file = new PictureData(whole, PictureKind.Jpeg, picture.Name);
        var header = jpeg.ReadHeader(file);
        var rows = (int)(block.Length / page.RowLength); // a strip at the end may store more than these, or not
        if (header.Width != page.BlockWidth || header.Height < rows || header.Height > page.BlockHeight)
            throw picture.Damaged("a tile has another size");
        using var pixels = jpeg.Decode(file, header, deadline.Rest, deadline.Cancellation);
        var source = pixels.Buffer;
        var samples = page.SamplesInBlock;
        if (source.Layout.Format != (samples == 1 ? PixelFormat.Gray : PixelFormat.Cmyk))
            throw picture.Damaged("a tile has other colors");
        for (var y = 0; y < rows; y++)
        {
            var target = block.Slice((int)(y * page.RowLength), (int)page.RowLength);
            var row = source.Row(y);
            for (int to = 0, from = 0; to < target.Length; to += samples, from += source.Layout.Channels)
                row.Slice(from, samples).CopyTo(target[to..]);
        }

        if (source.Layout.Format != PixelFormat.Cmyk)
            return;
        foreach (ref var ink in block) // JPEG files store inks inverted, tiles do not
            ink = (byte)~ink;
    }
}
