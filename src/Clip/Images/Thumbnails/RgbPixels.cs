namespace Clip.Images.Thumbnails;

/// <summary>A small upright picture for the screen.</summary>
/// <param name="Width">The pixels per row, at least 1.</param>
/// <param name="Height">The number of rows, at least 1.</param>
/// <param name="Values">Height × width × 3 bytes, red first, row by row.</param>
internal sealed record RgbPixels(int Width, int Height, byte[] Values)
{
    /// <summary>The three bytes of a pixel.</summary>
    public ReadOnlySpan<byte> this[int x, int y] => Values.AsSpan(3 * ((y * Width) + x), 3);
}
