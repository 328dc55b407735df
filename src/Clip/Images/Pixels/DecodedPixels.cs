using Clip.Images.Pixels;

namespace Clip;

/// <summary>
/// The pixels that a decoder produced, at a fixed address until they are disposed: rows without gaps, 8 bits per
/// channel, in the order of the file.
/// </summary>
/// <remarks>Reading is thread-safe; disposing while another thread reads is not.</remarks>
public sealed unsafe class DecodedPixels : IDisposable
{
    private readonly IDisposable _owner;
    private bool _disposed;

    /// <summary>Wraps pixels in native or pinned memory without copying them.</summary>
    /// <param name="address">
    /// The first byte of the first pixel; height × width × channels bytes must stay readable there.
    /// </param>
    /// <param name="width">The pixels per stored row, at least 1.</param>
    /// <param name="height">The number of stored rows, at least 1.</param>
    /// <param name="layout">The layout of a pixel.</param>
    /// <param name="exifOrientation">
    /// The EXIF orientation (1 to 8) of these pixels; 1 if the decoder has already turned them upright. Other values
    /// count as 1.
    /// </param>
    /// <param name="owner">Keeps the memory alive; disposed once, together with this object.</param>
    public DecodedPixels(
        nint address, int width, int height, PixelLayout layout, int exifOrientation, IDisposable owner)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layout.Channels, layout.MinChannels, nameof(layout));
        ArgumentNullException.ThrowIfNull(owner);
        Buffer = new PixelBuffer(address, width, height, layout);
        Orientation = Orientation.FromExif(exifOrientation);
        _owner = owner;
    }

    /// <summary>The pixels, whose address is valid until this object is disposed.</summary>
    internal PixelBuffer Buffer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return field;
        }
    }

    /// <summary>How the pixels must be turned.</summary>
    internal Orientation Orientation { get; }

    /// <summary>Wraps pixels in managed memory, which stays pinned until the object is disposed.</summary>
    /// <param name="pixels">Height × width × channels bytes.</param>
    /// <param name="width">The pixels per stored row, at least 1.</param>
    /// <param name="height">The number of stored rows, at least 1.</param>
    /// <param name="layout">The layout of a pixel.</param>
    /// <param name="exifOrientation">The EXIF orientation (1 to 8) of these pixels.</param>
    /// <exception cref="ArgumentException">The memory is shorter than the size says.</exception>
    public static DecodedPixels FromMemory(
        ReadOnlyMemory<byte> pixels, int width, int height, PixelLayout layout, int exifOrientation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length / height / width < layout.Channels)
        {
            throw new ArgumentException(
                $"{width} × {height} pixels need more than {pixels.Length} bytes.", nameof(pixels));
        }

        var pinned = pixels.Pin();
        try
        {
            return new DecodedPixels((nint)pinned.Pointer, width, height, layout, exifOrientation, pinned);
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    /// <summary>Releases the pixels.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _owner.Dispose();
    }
}
