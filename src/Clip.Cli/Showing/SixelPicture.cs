using System.Globalization;
using System.Text;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>Sixel graphics, as of DEC's VT300 series: bands of six rows, one color at a time.</summary>
internal static class SixelPicture
{
    private const int BandHeight = 6;
    private const char Empty = '?';

    /// <summary>The sequence that shows a picture at the cursor.</summary>
    public static string Encode(RgbPixels pixels)
    {
        var (palette, colors) = SixelPalette.Reduce(pixels);
        var text = new StringBuilder(pixels.Width * pixels.Height);
        // 1: pixels that no color sets keep the background; then the aspect ratio 1:1 and the size.
        text.Append(CultureInfo.InvariantCulture, $"\eP0;1q\"1;1;{pixels.Width};{pixels.Height}");
        for (var i = 0; i < palette.Length; i++)
        {
            var (red, green, blue) = palette[i];
            text.Append(CultureInfo.InvariantCulture, $"#{i};2;{Percent(red)};{Percent(green)};{Percent(blue)}");
        }
        for (var top = 0; top < pixels.Height; top += BandHeight)
        {
            AppendBand(text, pixels, colors, top);
            text.Append('-');
        }
        return text.Append("\e\\\n").ToString();
    }

    private static void AppendBand(StringBuilder text, RgbPixels pixels, byte[] colors, int top)
    {
        var rows = Math.Min(BandHeight, pixels.Height - top);
        var band = colors.AsSpan(top * pixels.Width, rows * pixels.Width);
        Span<bool> used = stackalloc bool[SixelPalette.MostColors];
        foreach (var color in band)
            used[color] = true;
        for (var color = 0; color < used.Length; color++)
        {
            if (!used[color])
                continue;
            text.Append('#').Append(color);
            var (last, count) = ('\0', 0);
            for (var x = 0; x < pixels.Width; x++)
            {
                var bits = 0;
                for (var row = 0; row < rows; row++)
                    bits |= band[(row * pixels.Width) + x] == color ? 1 << row : 0;
                var sixel = (char)(Empty + bits);
                if (sixel != last)
                {
                    AppendRun(text, last, count);
                    (last, count) = (sixel, 0);
                }
                count++;
            }
            if (last != Empty)
                AppendRun(text, last, count);
            text.Append('$');
        }
    }

    private static void AppendRun(StringBuilder text, char sixel, int count)
    {
        if (count > 3)
            text.Append('!').Append(count).Append(sixel);
        else
            text.Append(sixel, count);
    }

    private static int Percent(byte value) => ((value * 100) + 127) / 255;
}
