using Clip.Images.Thumbnails;

namespace Clip;

/// <summary>A small upright JPEG of a picture of any format, without its metadata.</summary>
/// <param name="Jpeg">The JPEG file.</param>
/// <param name="Width">Its width, in pixels.</param>
/// <param name="Height">Its height, in pixels.</param>
public sealed record Thumbnail(ReadOnlyMemory<byte> Jpeg, int Width, int Height)
{
    /// <summary>The longest edge that can be asked for, in pixels.</summary>
    public const int LargestEdge = 4096;

    /// <summary>Makes the thumbnail of a picture file. A picture that is smaller already keeps its size.</summary>
    /// <param name="path">The file; its content decides its format.</param>
    /// <param name="edge">The longest edge, in pixels, from 1 to <see cref="LargestEdge"/>.</param>
    /// <param name="limits">What the picture may cost; null for <see cref="PictureLimits.Default"/>.</param>
    /// <param name="memory">
    /// The memory that reading and decoding may take; null for <see cref="MemoryBudget.Default"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <exception cref="PictureException">
    /// The file is missing, unreadable, not a picture, damaged or beyond the limits.
    /// </exception>
    public static Thumbnail OfFile(
        string path, int edge, PictureLimits? limits = null, MemoryBudget? memory = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireEdge(edge);
        return Of(new ThumbnailReader(limits, memory: memory).Read(path, edge, edge, cancellationToken));
    }

    /// <summary>Makes the thumbnail of a picture in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">The name for errors.</param>
    /// <param name="edge">The longest edge, in pixels, from 1 to <see cref="LargestEdge"/>.</param>
    /// <param name="limits">What the picture may cost; null for <see cref="PictureLimits.Default"/>.</param>
    /// <param name="memory">The memory that decoding may take; null for <see cref="MemoryBudget.Default"/>.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <exception cref="PictureException">The data is not a picture, damaged or beyond the limits.</exception>
    public static Thumbnail Of(
        ReadOnlySpan<byte> data, string name, int edge, PictureLimits? limits = null, MemoryBudget? memory = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        RequireEdge(edge);
        return Of(new ThumbnailReader(limits, memory: memory).Read(data, name, edge, edge, cancellationToken));
    }

    private static Thumbnail Of(RgbPixels pixels) => new(JpegFile.Encode(pixels), pixels.Width, pixels.Height);

    private static void RequireEdge(int edge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(edge, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(edge, LargestEdge);
    }
}
