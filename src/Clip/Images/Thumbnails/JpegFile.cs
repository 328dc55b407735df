using Clip.Images.Decoding.Magick;
using ImageMagick;

namespace Clip.Images.Thumbnails;

/// <summary>Encodes small pictures as JPEG files.</summary>
internal static class JpegFile
{
    /// <summary>Encodes pixels.</summary>
    /// <param name="pixels">The picture.</param>
    /// <param name="quality">From 1 to 100.</param>
    /// <returns>The whole file, without metadata.</returns>
    public static byte[] Encode(RgbPixels pixels, int quality = 82)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using var image = ToImage(pixels);
        image.Quality = (uint)quality;
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    /// <summary>The pixels as an image of the library that draws and encodes.</summary>
    internal static MagickImage ToImage(RgbPixels pixels)
    {
        var image = MagickLibrary.CreateImage();
        image.ReadPixels(
            pixels.Values,
            new PixelReadSettings((uint)pixels.Width, (uint)pixels.Height, StorageType.Char, PixelMapping.RGB));
        return image;
    }
}
