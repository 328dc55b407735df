namespace Clip.Images.Decoding.Bmp;

/// <summary>
/// Decodes Windows and OS/2 bitmaps, with or without a file header. RLE4 is decoded as the format describes it, which
/// Pillow refuses. Stateless and thread-safe.
/// </summary>
internal sealed class BmpPictureDecoder : IPictureDecoder
{
    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.Bmp };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        var header = BitmapHeader.Read(picture);
        return new PictureHeader(header.Width, header.Height, 0, HasAlpha(header) ? 4 : 3);
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var bitmap = BitmapHeader.Read(picture);
        var deadline = new DecodingDeadline(options, cancellationToken);
        var hasAlpha = HasAlpha(bitmap) && !BitmapPixels.IsWhollyTransparent(picture.Data, bitmap);
        var pixels = new NativePixels(
            picture, bitmap.Width, bitmap.Height, hasAlpha ? PixelFormat.Rgba : PixelFormat.Rgb);
        try
        {
            BitmapPixels.Read(picture, bitmap, pixels, hasAlpha, deadline);
            return pixels.TakeOver(exifOrientation: 0);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static bool HasAlpha(BitmapHeader bitmap) => bitmap.Masks.Alpha != 0;
}
