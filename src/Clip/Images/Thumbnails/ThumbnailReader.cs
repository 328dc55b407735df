using Clip.Images.Decoding;
using Clip.Images.Resampling;

namespace Clip.Images.Thumbnails;

/// <summary>
/// Reads untrusted pictures as small as a screen shows them: upright, in RGB, transparent parts over white. The decoder
/// shrinks JPEGs while it reads them. Thread-safe.
/// </summary>
/// <param name="limits">What one picture may cost; null for <see cref="PictureLimits.Default"/>.</param>
/// <param name="decoder">Decodes the files; null for the standard decoder. Not disposed here.</param>
/// <param name="memory">
/// The memory that reading and decoding may take; null for <see cref="MemoryBudget.Default"/>.
/// </param>
internal sealed class ThumbnailReader(
    PictureLimits? limits = null, IPictureDecoder? decoder = null, MemoryBudget? memory = null)
{
    private readonly PictureLimits _limits = limits ?? PictureLimits.Default;
    private readonly MemoryBudget _memory = memory ?? MemoryBudget.Default;

    private readonly GuardedDecoder _decoder = new(
        decoder ?? StandardPictureDecoder.Instance, limits ?? PictureLimits.Default, memory ?? MemoryBudget.Default);

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The most columns, at least 1.</param>
    /// <param name="height">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The picture with its proportions; never larger than it is stored.</returns>
    /// <exception cref="PictureException">
    /// The file is missing, unreadable, not a picture, damaged or beyond the limits.
    /// </exception>
    public RgbPixels Read(string path, int width, int height, CancellationToken cancellationToken = default)
    {
        using var file = PictureBytes.Read(path, _limits, _memory, cancellationToken: cancellationToken);
        return Read(file.Bytes, path, width, height, cancellationToken);
    }

    /// <summary>Reads a picture in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">The name for errors.</param>
    /// <param name="width">The most columns, at least 1.</param>
    /// <param name="height">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The picture with its proportions; never larger than it is stored.</returns>
    /// <exception cref="PictureException">The data is not a picture, damaged or beyond the limits.</exception>
    public RgbPixels Read(
        ReadOnlySpan<byte> data, string name, int width, int height, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        using var picture = _decoder.Decode(data, name, Fit, cancellationToken);
        var (columns, rows) = Fit(picture.Width, picture.Height);
        var placement = new Placement(columns, rows, (int)columns, (int)rows, 0, 0);
        var pixels = new RgbPixels((int)columns, (int)rows, new byte[3 * columns * rows]);
        using var reading = picture.Read();
        Resampler.Resize(reading.Buffer, picture.Orientation, placement, ResampleFilter.Lanczos, pixels.Values);
        return pixels;

        (long Width, long Height) Fit(int storedWidth, int storedHeight)
        {
            var scale = Math.Min(1, Math.Min((double)width / storedWidth, (double)height / storedHeight));
            return (Side(storedWidth * scale, width), Side(storedHeight * scale, height));
        }
    }

    private static long Side(double length, int most) => Math.Clamp((long)Math.Round(length), 1, most);
}
