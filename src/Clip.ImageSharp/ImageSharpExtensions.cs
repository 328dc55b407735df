using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;

namespace Clip;

/// <summary>Encodes pictures that ImageSharp holds in memory.</summary>
/// <remarks>
/// <para>
/// 8-bit pixels in the order red, green, blue, as well as gray ones, are read where they are if the picture's memory is
/// contiguous, as it is up to the size of a buffer of ImageSharp's allocator, and are copied once if it is not. Pixels
/// of other formats are converted to <see cref="Rgba32"/>. The first frame of an animation counts, and the EXIF
/// orientation is applied, which <c>AutoOrient</c> resets.
/// </para>
/// <para>
/// The vector equals that of the file that a picture came from wherever ImageSharp decodes the same pixels, as it does
/// for PNG of 8 bits. JPEG pixels differ by rounding.
/// </para>
/// </remarks>
public static class ImageSharpExtensions
{
    /// <summary>The unit vector of a picture in memory.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="image">The picture, which must neither change nor be disposed during the call.</param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    /// <returns><see cref="ImageEncoder.Dimensions"/> numbers, a vector of length 1.</returns>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, or computes no usable embedding of the picture.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The picture has been disposed.</exception>
    public static float[] Encode(
        this ImageEncoder encoder, Image image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        using var picture = image.ToPicture();
        return encoder.Encode(picture, cancellationToken);
    }

    /// <summary>
    /// A view of a picture for whatever takes a <see cref="Picture"/>, without copying its pixels where that is
    /// possible.
    /// </summary>
    /// <param name="image">
    /// The picture, which must neither change nor be disposed before the result is disposed.
    /// </param>
    /// <returns>The view, which the caller disposes; <paramref name="image"/> is not disposed with it.</returns>
    /// <exception cref="ObjectDisposedException">The picture has been disposed.</exception>
    public static Picture ToPicture(this Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var view = new PixelView(ExifOrientationOf(image));
        image.AcceptVisitor(view);
        return Picture.FromPixels(view.Pixels);
    }

    private static int ExifOrientationOf(Image image) => Orientations.Of(image.Metadata.ExifProfile);
}
