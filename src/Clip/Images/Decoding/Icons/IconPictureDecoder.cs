using Clip.Images.Decoding.Bmp;

namespace Clip.Images.Decoding.Icons;

/// <summary>
/// Decodes the largest picture of a Windows icon or cursor: a PNG file, or a bitmap without a file header that a mask
/// of one bit per pixel follows. The mask counts unless the pixels have alpha, as in Windows; Pillow goes by the bits
/// per pixel that the file's directory claims. Stateless and thread-safe.
/// </summary>
/// <param name="png">The decoder for PNG.</param>
internal sealed class IconPictureDecoder(IPictureDecoder png) : IPictureDecoder
{
    private const uint AlphaMask = 0xFF000000;

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.Icon };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        var icon = Largest(picture);
        if (icon.Kind == PictureKind.Png)
            return png.ReadHeader(icon);
        var bitmap = ReadBitmap(icon);
        return new PictureHeader(bitmap.Width, bitmap.Height, 0, 4 + 3);
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var icon = Largest(picture);
        if (icon.Kind == PictureKind.Png)
            return png.Decode(icon, header, options, cancellationToken);
        var bitmap = ReadBitmap(icon);
        var deadline = new DecodingDeadline(options, cancellationToken);
        var hasAlpha = bitmap.Masks.Alpha != 0 && !BitmapPixels.IsWhollyTransparent(icon.Data, bitmap);
        var pixels = new NativePixels(picture, bitmap.Width, bitmap.Height, PixelFormat.Rgba);
        try
        {
            if (hasAlpha)
            {
                BitmapPixels.Read(icon, bitmap, pixels, hasAlpha: true, deadline);
            }
            else
            {
                using var colors = new NativePixels(picture, bitmap.Width, bitmap.Height, PixelFormat.Rgb);
                BitmapPixels.Read(icon, bitmap, colors, hasAlpha: false, deadline);
                Mask(icon.Data, bitmap, colors, pixels);
            }

            return pixels.TakeOver(exifOrientation: 0);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static PictureData Largest(PictureData picture)
    {
        var icon = IconFile.Largest(picture.Data);
        return PictureSniffer.Sniff(icon) == PictureKind.Png
            ? new PictureData(icon, PictureKind.Png, picture.Name)
            : new PictureData(icon, PictureKind.Icon, picture.Name);
    }

    /// <summary>The height in the header counts the rows of the mask, too. 32 bits may contain alpha.</summary>
    private static BitmapHeader ReadBitmap(PictureData icon)
    {
        var bitmap = BitmapHeader.Read(icon);
        bitmap = bitmap with { Height = bitmap.Height / 2 };
        return bitmap.Bits == 32 && bitmap.Masks.Alpha == 0
            ? bitmap with { Masks = bitmap.Masks with { Alpha = AlphaMask } }
            : bitmap;
    }

    /// <summary>Makes the pixels transparent whose bit is set; all are opaque where the mask is missing.</summary>
    private static void Mask(ReadOnlySpan<byte> icon, BitmapHeader bitmap, NativePixels colors, NativePixels pixels)
    {
        var stride = (bitmap.Width + 31L) / 32 * 4;
        for (var y = 0; y < bitmap.Height; y++)
        {
            var stored = bitmap.IsTopDown ? y : bitmap.Height - 1 - y;
            var start = bitmap.PixelStart + ((long)bitmap.Stride * bitmap.Height) + (stride * stored);
            var mask = start + stride <= icon.Length ? icon.Slice((int)start, (int)stride) : [];
            var source = colors.Row(y);
            var target = pixels.Row(y);
            for (var x = 0; x < bitmap.Width; x++)
            {
                source.Slice(3 * x, 3).CopyTo(target[(4 * x)..]);
                var isHidden = !mask.IsEmpty && (mask[x >> 3] & (0x80 >> (x & 7))) != 0;
                target[(4 * x) + 3] = isHidden ? byte.MinValue : byte.MaxValue;
            }
        }
    }
}
