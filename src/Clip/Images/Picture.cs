using Clip.Images.Pixels;
using Clip.Resources;

namespace Clip;

/// <summary>
/// A decoded picture: 8-bit pixels as the decoder produced them. It can be written into any number of tensors, from
/// several threads at the same time, until the caller that decoded it disposes it.
/// </summary>
public sealed class Picture : IDisposable
{
    private readonly DecodedPixels _pixels;
    private readonly MemoryReservation _memory;

    /// <summary>Takes ownership of decoded pixels.</summary>
    /// <param name="kind">The file's format.</param>
    /// <param name="storedWidth">The stored width before any shrinking by the decoder.</param>
    /// <param name="storedHeight">The stored height before any shrinking by the decoder.</param>
    /// <param name="pixels">The pixels, disposed together with the picture.</param>
    /// <param name="memory">The memory that the pixels take, given back together with them.</param>
    internal Picture(
        PictureKind kind, int storedWidth, int storedHeight, DecodedPixels pixels, MemoryReservation memory)
    {
        Kind = kind;
        _memory = memory;
        _pixels = pixels;
        (Width, Height) = pixels.Orientation.Transposed ? (storedHeight, storedWidth) : (storedWidth, storedHeight);
    }

    /// <summary>The format of the file that the picture was decoded from.</summary>
    public PictureKind Kind { get; }

    /// <summary>
    /// The width of the whole upright picture, in pixels, even if <see cref="DecodeMode.Fast"/> shrank it.
    /// </summary>
    public int Width { get; }

    /// <summary>
    /// The height of the whole upright picture, in pixels, even if <see cref="DecodeMode.Fast"/> shrank it.
    /// </summary>
    public int Height { get; }

    /// <summary>How the stored pixels must be turned.</summary>
    internal Orientation Orientation => _pixels.Orientation;

    /// <summary>The stored pixels, whose address is valid until the picture is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The picture has been disposed.</exception>
    internal PixelBuffer Pixels => _pixels.Buffer;

    /// <summary>Releases the pixels.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        _memory.Dispose();
    }

    /// <summary>
    /// Counts the pixels no longer: a caller who keeps pictures would wait for itself to decode another.
    /// </summary>
    internal Picture Unreserved()
    {
        _memory.Dispose();
        return this;
    }
}
