namespace Clip;

/// <summary>What a picture's header claims, before any pixel is decoded.</summary>
/// <param name="Width">The stored width, in pixels.</param>
/// <param name="Height">The stored height, in pixels.</param>
/// <param name="ExifOrientation">The EXIF orientation of the stored pixels (1 to 8); 1 or 0 if unknown.</param>
/// <param name="BytesPerPixel">The memory that decoding takes per stored pixel, including working memory.</param>
public readonly record struct PictureHeader(int Width, int Height, int ExifOrientation, long BytesPerPixel);
