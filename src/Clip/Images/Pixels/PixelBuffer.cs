namespace Clip.Images.Pixels;

/// <summary>Decoded pixels at a fixed address, as stored in the file, not turned upright.</summary>
/// <param name="Address">The first byte of the first pixel.</param>
/// <param name="Width">The pixels per stored row.</param>
/// <param name="Height">The number of stored rows.</param>
/// <param name="Layout">The layout of a pixel.</param>
internal readonly unsafe record struct PixelBuffer(nint Address, int Width, int Height, PixelLayout Layout)
{
    /// <summary>The first byte.</summary>
    internal byte* Start => (byte*)Address;

    /// <summary>The bytes from one row to the next; more than the row has where there are gaps.</summary>
    internal long Stride { get; init; } = (long)Width * Layout.Channels;

    /// <summary>The bytes of a stored row.</summary>
    internal ReadOnlySpan<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return new ReadOnlySpan<byte>(Start + (y * Stride), Width * Layout.Channels);
    }
}
