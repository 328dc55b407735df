using Clip.Images.Pixels;

namespace Clip.Images.Decoding.Heif;

/// <summary>
/// Colors whose luma lies between 16 and 235 and whose chroma lies between 16 and 240. libheif does not expand gray,
/// and expands colors differently from libavif, which Pillow uses. So it is told that the range is full, and the pixels
/// are expanded here.
/// </summary>
/// <param name="Red">The part of red in the luma.</param>
/// <param name="Blue">The part of blue in the luma.</param>
internal readonly record struct LimitedRange(double Red, double Blue)
{
    private const double Luma = 255.0 / 219;
    private const double Chroma = 255.0 / 224;

    /// <summary>
    /// libavif's conversion (libyuv) multiplies the blue chroma with at most 2, where the matrices ask for up to 2.14.
    /// </summary>
    private const double MostBlueChroma = 2;

    /// <summary>
    /// The range for a matrix (ITU-T H.273, table 4); null for one whose channels are not luma and chroma.
    /// </summary>
    internal static LimitedRange? Of(int matrix) => matrix switch
    {
        0 => null,
        1 => new(0.2126, 0.0722),
        4 => new(0.30, 0.11),
        7 => new(0.212, 0.087),
        8 => new(0.25, 0.25),
        9 or 10 => new(0.2627, 0.0593),
        _ => new(0.299, 0.114), // also where nothing is specified
    };

    /// <summary>Expands pixels in place.</summary>
    /// <param name="range">The range; null if each channel has that of luma.</param>
    /// <param name="pixels">Gray or RGB pixels that were decoded as if their range were full.</param>
    internal static unsafe void Expand(LimitedRange? range, PixelBuffer pixels)
    {
        Span<byte> expanded = stackalloc byte[256];
        for (var value = 0; value < 256; value++)
            expanded[value] = ToByte((value - 16) * Luma);
        var isGray = pixels.Layout.Format is PixelFormat.Gray or PixelFormat.GrayAlpha;
        var channels = pixels.Layout.Channels;
        for (var y = 0; y < pixels.Height; y++)
        {
            for (var row = new Span<byte>(pixels.Start + (y * pixels.Stride), (int)pixels.Stride);
                !row.IsEmpty;
                row = row[channels..])
            {
                if (isGray)
                    row[0] = expanded[row[0]];
                else if (range is not { } known)
                    (row[0], row[1], row[2]) = (expanded[row[0]], expanded[row[1]], expanded[row[2]]);
                else
                    known.Expand(row);
            }
        }
    }

    private static byte ToByte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);

    private void Expand(Span<byte> pixel)
    {
        var luma = (Red * pixel[0]) + ((1 - Red - Blue) * pixel[1]) + (Blue * pixel[2]);
        var gray = (luma - 16) * Luma;
        var blueChroma = Math.Min(Chroma, MostBlueChroma / (2 * (1 - Blue)));
        pixel[0] = ToByte(gray + ((pixel[0] - luma) * Chroma));
        pixel[1] = ToByte(gray + ((pixel[1] - luma) * Chroma));
        pixel[2] = ToByte(gray + ((pixel[2] - luma) * blueChroma));
    }
}
