using Clip.Images.Resampling;

namespace Clip.Tests.Images;

/// <summary>
/// A simple implementation of Pillow's resize: the whole picture, one channel value at a time, then the crop. Slow, and
/// independent of the code under test.
/// </summary>
internal static class ReferenceResize
{
    internal sealed record Image(int Width, int Height, byte[] Rgb)
    {
        internal byte this[int x, int y, int channel] => Rgb[(3 * ((y * Width) + x)) + channel];
    }

    /// <summary>The upright picture, for an EXIF orientation of 1 to 8.</summary>
    internal static Image Upright(Image stored, int orientation)
    {
        var (width, height) = orientation >= 5 ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        return Make(width, height, (x, y, channel) => orientation switch
        {
            1 => stored[x, y, channel],
            2 => stored[width - 1 - x, y, channel],
            3 => stored[width - 1 - x, height - 1 - y, channel],
            4 => stored[x, height - 1 - y, channel],
            5 => stored[y, x, channel],
            6 => stored[y, width - 1 - x, channel],
            7 => stored[height - 1 - y, width - 1 - x, channel],
            _ => stored[height - 1 - y, x, channel],
        });
    }

    internal static Image Resize(Image image, int width, int height, ResampleFilter filter)
    {
        var verticalFirst = image.Height > 100 * image.Width && height < image.Height;
        return verticalFirst
            ? Horizontal(Vertical(image, height, filter), width, filter)
            : Vertical(Horizontal(image, width, filter), height, filter);
    }

    internal static Image Crop(Image image, int left, int top, int width, int height) =>
        Make(width, height, (x, y, channel) =>
        x + left >= 0 && x + left < image.Width && y + top >= 0 && y + top < image.Height
            ? image[x + left, y + top, channel]
            : (byte)0);

    private static Image Horizontal(Image image, int width, ResampleFilter filter)
    {
        var windows = Windows(image.Width, width, filter);
        return Make(width, image.Height, (x, y, channel) => Sum(windows[x], source => image[source, y, channel]));
    }

    private static Image Vertical(Image image, int height, ResampleFilter filter)
    {
        var windows = Windows(image.Height, height, filter);
        return Make(image.Width, height, (x, y, channel) => Sum(windows[y], source => image[x, source, channel]));
    }

    private static byte Sum((int Start, int[] Weights) window, Func<int, byte> value)
    {
        var sum = 1 << 21;
        for (var i = 0; i < window.Weights.Length; i++)
            sum += value(window.Start + i) * window.Weights[i];
        return (byte)Math.Clamp(sum >> 22, 0, 255);
    }

    private static (int Start, int[] Weights)[] Windows(int source, int target, ResampleFilter filter)
    {
        var windows = new (int Start, int[] Weights)[target];
        var scale = (double)source / target;
        var position = scale * 0.5;
        for (var i = 0; i < target; i++, position += scale)
        {
            if (source == target)
            {
                windows[i] = (i, [1 << 22]);
                continue;
            }

            if (filter == ResampleFilter.Nearest)
            {
                windows[i] = (int)position < source ? ((int)position, [1 << 22]) : (0, []);
                continue;
            }

            var stretch = Math.Max(scale, 1.0);
            var support = Support(filter) * stretch;
            var center = (i + 0.5) * scale;
            var start = Math.Max(0, (int)(center - support + 0.5));
            var end = Math.Min(source, (int)(center + support + 0.5));
            var weights = Enumerable.Range(start, end - start).Select(
                x => Weight(filter, (x - center + 0.5) * (1.0 / stretch))).ToArray();
            var sum = 0.0;
            foreach (var weight in weights)
                sum += weight;
            windows[i] = (
                start,
                [.. weights.Select(w => (int)Math.Truncate((w / sum * (1 << 22)) + (w / sum < 0 ? -0.5 : 0.5)))]);
        }

        return windows;
    }

    private static double Support(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => 0.5,
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Lanczos => 3,
        _ => 1,
    };

    private static double Weight(ResampleFilter filter, double x)
    {
        var distance = Math.Abs(x);
        switch (filter)
        {
            case ResampleFilter.Box:
                return x > -0.5 && x <= 0.5 ? 1 : 0;
            case ResampleFilter.Bilinear:
                return distance < 1 ? 1 - distance : 0;
            case ResampleFilter.Bicubic when distance < 1:
                return ((1.5 * distance) - 2.5) * distance * distance + 1;
            case ResampleFilter.Bicubic:
                return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * -0.5 : 0;
            case ResampleFilter.Hamming:
                return distance < 1 ? Sinc(distance) * (0.54f + (0.46f * Math.Cos(distance * Math.PI))) : 0;
            default:
                return x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0;
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);

    private static Image Make(int width, int height, Func<int, int, int, byte> pixel)
    {
        var rgb = new byte[3 * width * height];
        for (int y = 0, at = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                    rgb[at++] = pixel(x, y, channel);
            }
        }

        return new Image(width, height, rgb);
    }
}
