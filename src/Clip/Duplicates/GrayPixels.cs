using Clip.Images.Pixels;
using Clip.Images.Resampling;

namespace Clip.Duplicates;

/// <summary>
/// A picture in gray, as Pillow's <c>convert("L")</c> gives it: composited over white, and rounded before anything is
/// resized.
/// </summary>
internal sealed class GrayPixels : IDisposable
{
    private readonly DecodedPixels _gray;
    private readonly Orientation _orientation;

    private GrayPixels(DecodedPixels gray, Orientation orientation, (byte Red, byte Green, byte Blue) color)
    {
        (_gray, _orientation, MeanColor) = (gray, orientation, color);
        (Width, Height) = orientation.Transposed
            ? (gray.Buffer.Height, gray.Buffer.Width)
            : (gray.Buffer.Width, gray.Buffer.Height);
    }

    /// <summary>The width of the upright picture, as decoded.</summary>
    public int Width { get; }

    /// <summary>The height of the upright picture, as decoded.</summary>
    public int Height { get; }

    /// <summary>The mean of all pixels before they became gray.</summary>
    public (byte Red, byte Green, byte Blue) MeanColor { get; }

    public static GrayPixels Of(Picture picture)
    {
        using var reading = picture.Read();
        var pixels = reading.Buffer;
        var gray = new byte[checked(pixels.Width * pixels.Height)];
        var rgb = new byte[3 * pixels.Width];
        Span<long> sums = stackalloc long[3];
        for (var y = 0; y < pixels.Height; y++)
        {
            pixels.Layout.ToRgb(pixels.Row(y), rgb);
            var row = gray.AsSpan(y * pixels.Width, pixels.Width);
            int red = 0, green = 0, blue = 0;
            for (int x = 0, from = 0; x < row.Length; x++, from += 3)
            {
                var (r, g, b) = (rgb[from], rgb[from + 1], rgb[from + 2]);
                row[x] = (byte)(((19595 * r) + (38470 * g) + (7471 * b) + 32768) >> 16);
                (red, green, blue) = (red + r, green + g, blue + b);
            }
            (sums[0], sums[1], sums[2]) = (sums[0] + red, sums[1] + green, sums[2] + blue);
        }
        var mean = ((byte)(sums[0] / gray.Length), (byte)(sums[1] / gray.Length), (byte)(sums[2] / gray.Length));
        var decoded = DecodedPixels.FromMemory(
            gray, pixels.Width, pixels.Height, PixelLayout.Of(PixelFormat.Gray));
        return new GrayPixels(decoded, picture.Orientation, mean);
    }

    /// <summary>Resizes the upright picture with Pillow's Lanczos filter; the aspect ratio is not kept.</summary>
    public byte[] Resize(int width, int height)
    {
        var rgb = new byte[checked(3 * width * height)];
        Resampler.Resize(
            _gray.Buffer, _orientation, new Placement(width, height, width, height, 0, 0), ResampleFilter.Lanczos, rgb);
        var gray = new byte[width * height];
        for (var i = 0; i < gray.Length; i++)
            gray[i] = rgb[3 * i];
        return gray;
    }

    public void Dispose() => _gray.Dispose();
}
