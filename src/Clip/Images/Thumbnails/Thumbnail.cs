using System.Buffers;
using Clip.Images;
using Clip.Images.Decoding;
using Clip.Images.Resampling;
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

    private const int Quality = 82;

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
        var (within, budget) = (limits ?? PictureLimits.Default, memory ?? MemoryBudget.Default);
        using var file = PictureBytes.Read(path, within, budget, cancellationToken: cancellationToken);
        return Of(file.Bytes, path, edge, within, budget, cancellationToken);
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
        ArgumentOutOfRangeException.ThrowIfLessThan(edge, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(edge, LargestEdge);
        var decoder = new GuardedDecoder(
            StandardPictureDecoder.Instance, limits ?? PictureLimits.Default, memory ?? MemoryBudget.Default);
        using var picture = decoder.Decode(
            data, name, (width, height) => Fit(width, height, edge), cancellationToken);
        var (width, height) = Fit(picture.Width, picture.Height, edge);
        var rgb = ArrayPool<byte>.Shared.Rent(3 * width * height);
        try
        {
            var pixels = rgb.AsSpan(0, 3 * width * height);
            var placement = new Placement(width, height, width, height, 0, 0);
            Resampler.Resize(picture.Pixels, picture.Orientation, placement, ResampleFilter.Bicubic, pixels);
            return new Thumbnail(JpegEncoder.Encode(pixels, width, height, Quality), width, height);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgb);
        }
    }

    private static (int Width, int Height) Fit(int width, int height, int edge)
    {
        var scale = Math.Min(1, (double)edge / Math.Max(width, height));
        return (Scaled(width), Scaled(height));

        int Scaled(int length) => Math.Max(1, (int)Math.Round(length * scale));
    }
}
