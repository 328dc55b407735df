namespace Clip.Images;

/// <summary>How a decoded picture's pixels lie in memory.</summary>
internal enum PixelKind
{
    /// <summary>Red, green, blue first; further channels, if any, do not matter.</summary>
    Rgb,

    /// <summary>Red, green, blue, alpha first.</summary>
    Rgba,

    /// <summary>Grey first.</summary>
    Gray,

    /// <summary>Grey, alpha first.</summary>
    GrayAlpha,

    /// <summary>Cyan, magenta, yellow, black first, 255 meaning full ink.</summary>
    Cmyk,

    /// <summary>Cyan, magenta, yellow, black, alpha first.</summary>
    CmykAlpha,
}

/// <summary>
/// Turns rows of decoded pixels into rows of 8-bit RGB. Alpha is composited over white and CMYK converted with the
/// integer arithmetic of Pillow's <c>alpha_composite</c> and <c>convert("RGB")</c>.
/// </summary>
/// <param name="Kind">What the first channels mean.</param>
/// <param name="Channels">Bytes from one pixel to the next.</param>
internal readonly record struct PixelLayout(PixelKind Kind, int Channels)
{
    /// <summary>Whether rows are already RGB and nothing else.</summary>
    internal bool IsPackedRgb => Kind == PixelKind.Rgb && Channels == 3;

    /// <summary>Converts a row of whole pixels.</summary>
    /// <param name="pixels">Decoded pixels, <see cref="Channels"/> bytes each.</param>
    /// <param name="rgb">Receives 3 bytes for each.</param>
    internal void ToRgb(ReadOnlySpan<byte> pixels, Span<byte> rgb)
    {
        switch (Kind)
        {
            case PixelKind.Rgb:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = (pixels[from], pixels[from + 1], pixels[from + 2]);
                break;
            case PixelKind.Rgba:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                {
                    var alpha = pixels[from + 3];
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = alpha == byte.MaxValue // most pixels of most pictures
                        ? (pixels[from], pixels[from + 1], pixels[from + 2])
                        : (OverWhite(pixels[from], alpha), OverWhite(pixels[from + 1], alpha), OverWhite(pixels[from + 2], alpha));
                }

                break;
            case PixelKind.Gray:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    rgb[to] = rgb[to + 1] = rgb[to + 2] = pixels[from];
                break;
            case PixelKind.GrayAlpha:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    rgb[to] = rgb[to + 1] = rgb[to + 2] = OverWhite(pixels[from], pixels[from + 1]);
                break;
            case PixelKind.Cmyk:
            case PixelKind.CmykAlpha:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                {
                    var light = 255 - pixels[from + 3];
                    var alpha = Kind == PixelKind.CmykAlpha ? pixels[from + 4] : byte.MaxValue;
                    for (var channel = 0; channel < 3; channel++)
                        rgb[to + channel] = OverWhite(FromInk(pixels[from + channel], light), alpha);
                }

                break;
        }
    }

    /// <summary>Seven extra bits, then division by 255 by shifts, as in Pillow's <c>AlphaComposite.c</c>.</summary>
    private static byte OverWhite(byte value, byte alpha)
    {
        var blend = ((value * alpha) + (255 * (255 - alpha)) + 128) << 7;
        return (byte)((((blend >> 8) + blend) >> 8) >> 7);
    }

    /// <summary>As Pillow's <c>cmyk2rgb</c>: (1 - ink) * (1 - black), of which <paramref name="light"/> is the second.</summary>
    private static byte FromInk(byte ink, int light)
    {
        var product = (ink * light) + 128;
        return (byte)(light - (((product >> 8) + product) >> 8));
    }
}
