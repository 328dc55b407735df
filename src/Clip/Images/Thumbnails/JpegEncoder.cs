using Clip.Images.Decoding.Magick;
using ImageMagick;

namespace Clip.Images.Thumbnails;

/// <summary>Writes JPEG files.</summary>
internal static class JpegEncoder
{
    /// <summary>Encodes pixels.</summary>
    /// <param name="rgb">[height, width, 3] bytes.</param>
    /// <param name="width">The width, in pixels.</param>
    /// <param name="height">The height, in pixels.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] Encode(ReadOnlySpan<byte> rgb, int width, int height, int quality)
    {
        using var image = MagickLibrary.CreateImage();
        image.ReadPixels(rgb, new PixelReadSettings((uint)width, (uint)height, StorageType.Char, PixelMapping.RGB));
        image.Quality = (uint)quality;
        return image.ToByteArray(MagickFormat.Jpeg);
    }
}
