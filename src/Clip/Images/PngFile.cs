using ImageMagick;

namespace Clip.Images;

/// <summary>Writes 8-bit RGB pixels as a PNG file, to look at what an encoder sees.</summary>
public static class PngFile
{
    /// <summary>Writes the file, replacing what was there.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="rgb">Height × width × 3 bytes, row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="PictureException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> rgb, int width, int height)
    {
        try
        {
            using var image = new MagickImage();
            image.ReadPixels(rgb, new PixelReadSettings((uint)width, (uint)height, StorageType.Char, PixelMapping.RGB));
            // Through a stream of ours: ImageMagick gives meaning to parts of a path.
            using var file = File.Create(path);
            image.Write(file, MagickFormat.Png24);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or MagickException)
        {
            throw new PictureException(path, $"cannot be written ({error.Message})", "choose another folder", error);
        }
    }
}
