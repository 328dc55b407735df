using System.Globalization;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>iTerm2's inline images: https://iterm2.com/documentation-images.html.</summary>
internal static class ITermPicture
{
    /// <summary>The sequence that shows a picture at the cursor.</summary>
    /// <param name="pixels">The picture, sent as a JPEG file.</param>
    public static string Encode(RgbPixels pixels)
    {
        var file = JpegFile.Encode(pixels);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\e]1337;File=inline=1;size={file.Length};width={pixels.Width}px;height={pixels.Height}px;"
            + $"preserveAspectRatio=1:{Convert.ToBase64String(file)}\a\n");
    }
}
