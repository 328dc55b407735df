using System.Globalization;
using System.Text;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>Two pixels per character: the upper one in the text's color, the lower one in the background's.</summary>
internal static class BlockPicture
{
    private const char UpperHalf = '▀';

    /// <summary>The lines that show a picture.</summary>
    /// <param name="pixels">The picture; a column per character, two rows per line.</param>
    public static string Encode(RgbPixels pixels)
    {
        var text = new StringBuilder(pixels.Width * pixels.Height * 20);
        for (var y = 0; y < pixels.Height; y += 2)
        {
            for (var x = 0; x < pixels.Width; x++)
            {
                Append(text, "\e[38;2;", pixels[x, y]);
                if (y + 1 < pixels.Height)
                    Append(text, "\e[48;2;", pixels[x, y + 1]);
                text.Append(UpperHalf);
            }
            text.Append("\e[0m\n");
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string lead, ReadOnlySpan<byte> color) =>
        text.Append(CultureInfo.InvariantCulture, $"{lead}{color[0]};{color[1]};{color[2]}m");
}
