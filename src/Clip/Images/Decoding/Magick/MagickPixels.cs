using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>The pixels of an ImageMagick image, used where they are, without a copy.</summary>
internal sealed class MagickPixels : IDisposable
{
    private readonly MagickImage _image;
    private readonly IUnsafePixelCollection<byte> _pixels;

    private MagickPixels(MagickImage image, IUnsafePixelCollection<byte> pixels) => (_image, _pixels) = (image, pixels);

    /// <summary>Takes ownership of a decoded image.</summary>
    /// <param name="image">The image, disposed together with the result.</param>
    /// <param name="source">What the image was decoded from.</param>
    /// <param name="exifOrientation">The orientation of the pixels.</param>
    internal static unsafe DecodedPixels TakeOver(MagickImage image, MagickSource source, int exifOrientation)
    {
        var isLab = image.ColorSpace == ColorSpace.Lab;
        var isLumaChroma = image.ColorSpace is ColorSpace.YCbCr or ColorSpace.Rec601YCbCr;
        if (!isLab && !isLumaChroma && image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.RGB or ColorSpace.scRGB
            or ColorSpace.Gray or ColorSpace.LinearGray or ColorSpace.CMYK or ColorSpace.Undefined
            or ColorSpace.Transparent))
        {
            image.ColorSpace = ColorSpace.sRGB; // converts rare color spaces in place
        }

        var pixels = image.GetPixelsUnsafe();
        var green = pixels.GetChannelIndex(PixelChannel.Green);
        var alpha = source.IgnoresAlpha ? null : pixels.GetChannelIndex(PixelChannel.Alpha);
        var format = (image.ColorSpace, green, alpha) switch
        {
            (ColorSpace.CMYK, _, null) => PixelFormat.Cmyk,
            (ColorSpace.CMYK, _, _) => PixelFormat.CmykAlpha,
            (_, null, null) => PixelFormat.Gray,
            (_, null, _) => PixelFormat.GrayAlpha,
            (_, _, null) => PixelFormat.Rgb,
            _ => source.HasInks ? PixelFormat.Cmyk : PixelFormat.Rgba,
        };
        var address = pixels.GetAreaPointer(0, 0, image.Width, image.Height);
        if (isLab && green is not null)
            ConvertLab((byte*)address, (long)image.Width * image.Height, (int)pixels.Channels);
        if (isLumaChroma && green is not null)
        {
            LumaChromaColor.ToRgb(
                new Span<byte>((byte*)address, checked((int)(image.Width * image.Height * pixels.Channels))),
                (int)pixels.Channels);
        }
        return new DecodedPixels(
            address,
            (int)image.Width,
            (int)image.Height,
            new PixelLayout(format, (int)pixels.Channels),
            exifOrientation,
            new MagickPixels(image, pixels));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pixels.Dispose();
        _image.Dispose();
    }

    private static unsafe void ConvertLab(byte* pixels, long count, int channels)
    {
        for (var i = 0L; i < count; i++)
            LabColor.ToRgb(new Span<byte>(pixels + (i * channels), 3), isSigned: false);
    }
}
