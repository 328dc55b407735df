using Clip.Images.Pixels;
using Clip.Resources;

namespace Clip;

/// <summary>
/// The pixels that a decoder produced, at a fixed address until they are disposed: rows without gaps, 8 bits per
/// channel, in the order of the file.
/// </summary>
/// <remarks>
/// Thread-safe. Disposing while pixels are read is safe: they are released when the last reader is done.
/// </remarks>
public sealed unsafe class DecodedPixels : IDisposable
{
    private readonly Lifetime _lifetime;
    private readonly PixelBuffer _buffer;

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
    /// <param name="stride">The bytes from one row to the next; 0 for rows without gaps.</param>
    internal DecodedPixels(
        nint address, int width, int height, PixelLayout layout, int exifOrientation, IDisposable owner,
        long stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layout.Channels, layout.MinChannels, nameof(layout));
        ArgumentNullException.ThrowIfNull(owner);
        _buffer = new PixelBuffer(address, width, height, layout);
        if (stride > 0)
            _buffer = _buffer with { Stride = stride };
        Orientation = Orientation.FromExif(exifOrientation);
        _lifetime = new Lifetime(nameof(DecodedPixels), owner.Dispose);
    }

    /// <summary>
    /// The pixels, for a caller that alone has this object; their address is valid until it is disposed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    internal PixelBuffer Buffer
    {
        get
        {
            _lifetime.ThrowIfEnded();
            return _buffer;
        }
    }

    /// <summary>How the pixels must be turned.</summary>
    internal Orientation Orientation { get; }

    /// <summary>Wraps pixels in managed memory, which stays pinned until the object is disposed.</summary>
    /// <param name="pixels">
    /// The rows, the first one first: (height − 1) × stride bytes and those of the last row.
    /// </param>
    /// <param name="width">The pixels per stored row, at least 1.</param>
    /// <param name="height">The number of stored rows, at least 1.</param>
    /// <param name="layout">The layout of a pixel.</param>
    /// <param name="exifOrientation">The EXIF orientation (1 to 8) of these pixels.</param>
    /// <param name="stride">
    /// The bytes from one row to the next, at least width × channels; 0 for rows without gaps.
    /// </param>
    /// <exception cref="ArgumentException">The memory is shorter than the size says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the stride too small.</exception>
    public static DecodedPixels FromMemory(
        ReadOnlyMemory<byte> pixels, int width, int height, PixelLayout layout, int exifOrientation = 1,
        int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layout.Channels, layout.MinChannels, nameof(layout));
        var actualStride = layout.StrideOf(pixels.Length, width, height, stride);

        var pinned = pixels.Pin();
        try
        {
            return new DecodedPixels(
                (nint)pinned.Pointer, width, height, layout, exifOrientation, pinned, actualStride);
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    /// <summary>Releases the pixels, as soon as nobody reads them.</summary>
    public void Dispose() => _lifetime.End();

    /// <summary>Begins to read the pixels, which stay until the reading is disposed.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    internal PixelReading Read() => new(_lifetime.Begin(), _buffer);

    /// <summary>The pixels while they are read.</summary>
    internal readonly ref struct PixelReading(Lifetime.Use use, PixelBuffer buffer)
    {
        private readonly Lifetime.Use _use = use;

        /// <summary>The pixels, whose address is valid until this is disposed.</summary>
        public PixelBuffer Buffer { get; } = buffer;

        public void Dispose() => _use.Dispose();
    }
}
