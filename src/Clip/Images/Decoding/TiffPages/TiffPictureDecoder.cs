using Clip.Images.Tiff;

namespace Clip.Images.Decoding.TiffPages;

/// <summary>
/// Decodes the first page of TIFF files whose samples are stored as such: of any size, integer or floating-point, in
/// strips or tiles, together or in planes (16-bit planes too, which Pillow mixes up), without loss in compression, as
/// gray, colors, inks or Lab. Whatever follows the page is not looked at. Another decoder reads JPEG, fax and other
/// contents. Stateless and thread-safe.
/// </summary>
/// <param name="others">The decoder for other contents.</param>
internal sealed class TiffPictureDecoder(IPictureDecoder others) : IPictureDecoder
{
    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } =
        new HashSet<PictureKind> { PictureKind.Tiff, PictureKind.BigTiff };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        if (!TryRead(picture, out var page))
            return others.ReadHeader(FirstPage(picture)) with { ExifOrientation = page.Orientation };
        var working = ((long)page.Samples * page.Bits / 8) + 1; // a block may be the whole picture
        return new PictureHeader(
            (int)page.Width, (int)page.Height, page.Orientation, PixelLayout.Of(page.Format).Channels + working);
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        if (!TryRead(picture, out var page))
            return others.Decode(FirstPage(picture), header, options, cancellationToken);
        var pixels = new NativePixels(picture, (int)page.Width, (int)page.Height, page.Format);
        try
        {
            var blocks = new TiffBlocks(picture, page, others, new DecodingDeadline(options, cancellationToken));
            TiffPixels.Decode(blocks, page, pixels);
            return pixels.TakeOver(page.Orientation);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The file without what follows its first page, which may be damaged, and without an orientation, which libtiff
    /// applies to the pixels of some pages by halves.
    /// </summary>
    private static PictureData FirstPage(PictureData picture)
    {
        if (!TiffBytes.TryOpen(picture.Data, out var tiff))
            return picture;
        var directory = new TiffDirectory(tiff, tiff.FirstDirectory, maxFields: ushort.MaxValue);
        var alone = picture.Data.ToArray();
        directory.NextDirectory(alone).Clear();
        for (var field = 0; field < directory.Count; field++)
        {
            if (directory.Tag(field) == TiffTag.Orientation)
                directory.SetShort(field, 1, alone);
        }

        return new PictureData(alone, picture.Kind, picture.Name);
    }

    private static bool TryRead(PictureData picture, out TiffPage page)
    {
        page = default;
        if (!TiffBytes.TryOpen(picture.Data, out var tiff))
            return false;
        page = new TiffPage(tiff);
        return page.IsSupported
            && (page.Compression != TiffCompression.Lzw
                || !TiffLzw.IsOldStyle(page.Compressed(picture.Data, 0, 0)));
    }
}
