namespace Clip.Images;

/// <summary>Decoded pixels in native memory, as the decoder left them: rows without gaps, not yet turned upright.</summary>
/// <param name="Address">The first byte of the first pixel.</param>
/// <param name="Width">Pixels in a stored row.</param>
/// <param name="Height">Stored rows.</param>
/// <param name="Layout">What the bytes mean.</param>
internal readonly unsafe record struct PixelBuffer(nint Address, int Width, int Height, PixelLayout Layout)
{
    /// <summary>The first byte.</summary>
    internal byte* Start => (byte*)Address;

    /// <summary>Bytes from one row to the next.</summary>
    internal long Stride => (long)Width * Layout.Channels;
}
