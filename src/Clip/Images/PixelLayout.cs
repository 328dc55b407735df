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

    /// <summary>Converts <paramref name="pixels"/> whole pixels.</summary>
    /// <param name="pixels">Decoded pixels, <see cref="Channels"/> bytes each.</param>
    /// <param name="rgb">Receives 3 bytes for each.</param>
    internal void ToRgb(ReadOnlySpan<byte> pixels, Span<byte> rgb)
    {
        var step = Channels;
        for (int from = 0, to = 0; to + 3 <= rgb.Length; from += step, to += 3)
        {
            var pixel = pixels.Slice(from, step);
            var target = rgb.Slice(to, 3);
            switch (Kind)
            {
                case PixelKind.Rgb:
                    pixel[..3].CopyTo(target);
                    break;
                case PixelKind.Rgba:
                    OverWhite(pixel[0], pixel[1], pixel[2], pixel[3], target);
                    break;
                case PixelKind.Gray:
                    target.Fill(pixel[0]);
                    break;
                case PixelKind.GrayAlpha:
                    target.Fill(OverWhite(pixel[0], pixel[1]));
                    break;
                case PixelKind.Cmyk:
                    FromInk(pixel, target);
                    break;
                case PixelKind.CmykAlpha:
                    FromInk(pixel, target);
                    OverWhite(target[0], target[1], target[2], pixel[4], target);
                    break;
            }
        }
    }

    private static void OverWhite(byte red, byte green, byte blue, byte alpha, Span<byte> rgb)
    {
        rgb[0] = OverWhite(red, alpha);
        rgb[1] = OverWhite(green, alpha);
        rgb[2] = OverWhite(blue, alpha);
    }

    /// <summary>Seven extra bits, then division by 255 by shifts, as in Pillow's <c>AlphaComposite.c</c>.</summary>
    private static byte OverWhite(byte value, byte alpha)
    {
        var blend = ((value * alpha) + (255 * (255 - alpha)) + 128) << 7;
        return (byte)((((blend >> 8) + blend) >> 8) >> 7);
    }

    /// <summary>As Pillow's <c>cmyk2rgb</c>: light = (1 - ink) * (1 - black).</summary>
    private static void FromInk(ReadOnlySpan<byte> ink, Span<byte> rgb)
    {
        var light = 255 - ink[3];
        for (var channel = 0; channel < 3; channel++)
        {
            var product = (ink[channel] * light) + 128;
            rgb[channel] = (byte)(light - (((product >> 8) + product) >> 8));
        }
    }
}
