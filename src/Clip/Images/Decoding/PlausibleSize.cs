namespace Clip.Images.Decoding;

/// <summary>
/// Detects files that are far too short for the size that their header claims, before any work is done.
/// </summary>
internal static class PlausibleSize
{
    /// <summary>Whether a file of this length can hold so many pixels, however well they compress.</summary>
    internal static bool Fits(PictureKind kind, long length, long pixels)
    {
        long? maxPixelsPerByte = kind switch
        {
            PictureKind.Jpeg => 8192, // a bit for each block of 64 in the first scan makes 512
            PictureKind.Gif => 4096, // twelve bits stand for fewer than 4096 pixels
            PictureKind.Photoshop => 8 * 1032, // deflate at its best, with one bit per pixel
            _ => null,
        };
        return maxPixelsPerByte is not { } limit || length >= pixels / limit;
    }
}
