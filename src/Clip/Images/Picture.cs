using ImageMagick;

namespace Clip.Images;

/// <summary>
/// A decoded picture: 8-bit pixels in native memory, as the decoder left them. It can be written into any number of
/// tensors, from several threads at a time, until it is disposed of by whoever decoded it.
/// </summary>
public sealed class Picture : IDisposable
{
    private readonly MagickImage _image;
    private readonly IUnsafePixelCollection<byte> _pixels;
    private bool _disposed;

    private Picture(
        MagickImage image,
        IUnsafePixelCollection<byte> pixels,
        PixelBuffer buffer,
        Orientation orientation,
        int width,
        int height)
    {
        _image = image;
        _pixels = pixels;
        Pixels = buffer;
        Orientation = orientation;
        (Width, Height) = (width, height);
    }

    /// <summary>The width of the whole upright picture, in pixels, even where a <see cref="DecodeMode.Fast"/> decoder left fewer.</summary>
    public int Width { get; }

    /// <summary>The height of the whole upright picture, in pixels, even where a <see cref="DecodeMode.Fast"/> decoder left fewer.</summary>
    public int Height { get; }

    /// <summary>How the stored pixels must be turned.</summary>
    internal Orientation Orientation { get; }

    /// <summary>The stored pixels; the address is good while the picture is.</summary>
    internal PixelBuffer Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return field;
        }
    }

    /// <summary>Frees the pixels.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _pixels.Dispose();
        _image.Dispose();
    }

    /// <summary>Takes over a decoded image.</summary>
    /// <param name="image">The image; the picture disposes of it.</param>
    /// <param name="fullWidth">Stored width before any shrinking by the decoder.</param>
    /// <param name="fullHeight">Stored height before any shrinking by the decoder.</param>
    /// <param name="ignoreAlpha">Whether a fourth channel means nothing.</param>
    internal static Picture FromDecoded(MagickImage image, int fullWidth, int fullHeight, bool ignoreAlpha)
    {
        if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.RGB or ColorSpace.scRGB or ColorSpace.Gray
            or ColorSpace.LinearGray or ColorSpace.CMYK or ColorSpace.Undefined or ColorSpace.Transparent))
        {
            image.ColorSpace = ColorSpace.sRGB; // Lab, YCbCr and the like: rare, and converted in place
        }

        var pixels = image.GetPixelsUnsafe();
        var kind = (image.ColorSpace, pixels.GetChannelIndex(PixelChannel.Green), pixels.GetChannelIndex(PixelChannel.Alpha)) switch
        {
            (ColorSpace.CMYK, _, null) => PixelKind.Cmyk,
            (ColorSpace.CMYK, _, _) => PixelKind.CmykAlpha,
            (_, null, null) => PixelKind.Gray,
            (_, null, _) => PixelKind.GrayAlpha,
            (_, _, null) => PixelKind.Rgb,
            _ => ignoreAlpha ? PixelKind.Rgb : PixelKind.Rgba,
        };
        var address = pixels.GetAreaPointer(0, 0, image.Width, image.Height);
        var buffer = new PixelBuffer(address, (int)image.Width, (int)image.Height, new PixelLayout(kind, (int)pixels.Channels));
        var orientation = Orientation.FromExif((int)image.Orientation);
        return orientation.Transposed
            ? new Picture(image, pixels, buffer, orientation, fullHeight, fullWidth)
            : new Picture(image, pixels, buffer, orientation, fullWidth, fullHeight);
    }
}
