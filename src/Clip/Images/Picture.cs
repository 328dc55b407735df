using Clip.Images.Pixels;
using Clip.Resources;

namespace Clip;

/// <summary>
/// A decoded picture: 8-bit pixels as the decoder produced them. It can be encoded any number of times, until the
/// caller that decoded it disposes it. Thread-safe.
/// </summary>
public sealed class Picture : IDisposable
{
    private readonly DecodedPixels _pixels;
    private MemoryReservation? _memory;

    /// <summary>Takes ownership of decoded pixels.</summary>
    /// <param name="kind">The file's format; null for pixels that come from no file.</param>
    /// <param name="storedWidth">The stored width before any shrinking by the decoder.</param>
    /// <param name="storedHeight">The stored height before any shrinking by the decoder.</param>
    /// <param name="pixels">The pixels, disposed together with the picture.</param>
    /// <param name="memory">The memory that the pixels take, given back together with them.</param>
    internal Picture(
        PictureKind? kind, int storedWidth, int storedHeight, DecodedPixels pixels, MemoryReservation? memory)
    {
        Kind = kind;
        _memory = memory;
        _pixels = pixels;
        (Width, Height) = pixels.Orientation.Transposed ? (storedHeight, storedWidth) : (storedWidth, storedHeight);
    }

    /// <summary>
    /// Takes ownership of pixels that no file was decoded for, and which therefore count in no memory budget.
    /// </summary>
    internal static Picture FromPixels(DecodedPixels pixels) =>
        new(null, pixels.Buffer.Width, pixels.Buffer.Height, pixels, memory: null);

    /// <summary>
    /// The format of the file that the picture was decoded from; null for pixels that come from no file.
    /// </summary>
    public PictureKind? Kind { get; }

    /// <summary>
    /// The width of the whole upright picture, in pixels, even if <see cref="DecodeMode.Fast"/> shrank it.
    /// </summary>
    public int Width { get; }

    /// <summary>
    /// The height of the whole upright picture, in pixels, even if <see cref="DecodeMode.Fast"/> shrank it.
    /// </summary>
    public int Height { get; }

    /// <summary>
    /// A picture of pixels that the caller has. They are not copied: the memory stays pinned, and must not change,
    /// until the picture is disposed.
    /// </summary>
    /// <param name="pixels">
    /// The rows, the first one first: (height − 1) × stride bytes and those of the last row.
    /// </param>
    /// <param name="width">The pixels per row, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="format">The channels of a pixel, 8 bits each.</param>
    /// <param name="stride">
    /// The bytes from one row to the next, at least those of a row; 0 for rows without gaps.
    /// </param>
    /// <exception cref="ArgumentException">The memory is shorter than the size says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is less than 1, the stride is too small, or there is no such format.
    /// </exception>
    public static Picture FromPixels(
        ReadOnlyMemory<byte> pixels, int width, int height, PixelFormat format = PixelFormat.Rgb, int stride = 0) =>
        new(null, width, height,
            DecodedPixels.FromMemory(pixels, width, height, PixelLayout.Of(format), stride: stride), null);

    /// <summary>How the stored pixels must be turned.</summary>
    internal Orientation Orientation => _pixels.Orientation;

    /// <summary>Releases the pixels, as soon as nobody reads them.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        Interlocked.Exchange(ref _memory, null)?.Dispose();
    }

    /// <summary>Begins to read the stored pixels, which stay until the reading is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The picture was disposed.</exception>
    internal DecodedPixels.PixelReading Read() => _pixels.Read();

    /// <summary>
    /// Counts the pixels no longer: a caller who keeps pictures would wait for itself to decode another.
    /// </summary>
    internal Picture Unreserved()
    {
        Interlocked.Exchange(ref _memory, null)?.Dispose();
        return this;
    }
}
