namespace Clip;

/// <summary>
/// The memory layout of decoded pixels. Alpha is composited over white and CMYK is converted to RGB with the integer
/// arithmetic of Pillow's <c>alpha_composite</c> and <c>convert("RGB")</c>.
/// </summary>
/// <param name="Format">The meaning of the first channels.</param>
/// <param name="Channels">The bytes per pixel; at least as many as <paramref name="Format"/> has channels.</param>
public readonly record struct PixelLayout(PixelFormat Format, int Channels)
{
    /// <summary>Whether rows need no conversion to RGB.</summary>
    internal bool IsPackedRgb => Format == PixelFormat.Rgb && Channels == 3;

    /// <summary>The number of channels that <see cref="Format"/> names.</summary>
    internal int MinChannels => ChannelsOf(Format);

    /// <summary>The layout without further channels.</summary>
    internal static PixelLayout Of(PixelFormat format) => new(format, ChannelsOf(format));

    /// <summary>The bytes from one row to the next of a picture whose memory holds all of its rows.</summary>
    /// <param name="length">The bytes of the memory.</param>
    /// <param name="width">The pixels per row.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="stride">The bytes from one row to the next; 0 for rows without gaps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the stride too small.</exception>
    /// <exception cref="ArgumentException">The memory is shorter than the size says.</exception>
    internal long StrideOf(long length, int width, int height, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var row = (long)width * Channels;
        if (stride != 0)
            ArgumentOutOfRangeException.ThrowIfLessThan(stride, row);
        var actual = stride == 0 ? row : stride;
        // A hostile size must not overflow: both factors are below 2^31 × 255.
        var needed = ((Int128)actual * (height - 1)) + row;
        return length >= needed
            ? actual
            : throw new ArgumentException($"{width} × {height} pixels need {needed} bytes, not {length}.", "pixels");
    }

    /// <summary>Converts pixels to RGB.</summary>
    /// <param name="pixels">Decoded pixels, <see cref="Channels"/> bytes each.</param>
    /// <param name="rgb">Receives 3 bytes per pixel.</param>
    internal void ToRgb(ReadOnlySpan<byte> pixels, Span<byte> rgb)
    {
        switch (Format)
        {
            case PixelFormat.Rgb:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = (pixels[from], pixels[from + 1], pixels[from + 2]);
                break;
            case PixelFormat.Rgba:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                {
                    var alpha = pixels[from + 3];
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = alpha == byte.MaxValue // most pixels of most pictures
                        ? (pixels[from], pixels[from + 1], pixels[from + 2])
                        : (
                            OverWhite(pixels[from], alpha),
                            OverWhite(pixels[from + 1], alpha),
                            OverWhite(pixels[from + 2], alpha));
                }

                break;
            case PixelFormat.Bgr:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = (pixels[from + 2], pixels[from + 1], pixels[from]);
                break;
            case PixelFormat.Bgra:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                {
                    var alpha = pixels[from + 3];
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = alpha == byte.MaxValue
                        ? (pixels[from + 2], pixels[from + 1], pixels[from])
                        : (
                            OverWhite(pixels[from + 2], alpha),
                            OverWhite(pixels[from + 1], alpha),
                            OverWhite(pixels[from], alpha));
                }

                break;
            case PixelFormat.Gray:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    rgb[to] = rgb[to + 1] = rgb[to + 2] = pixels[from];
                break;
            case PixelFormat.GrayAlpha:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                    rgb[to] = rgb[to + 1] = rgb[to + 2] = OverWhite(pixels[from], pixels[from + 1]);
                break;
            case PixelFormat.Cmyk:
            case PixelFormat.CmykAlpha:
                for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
                {
                    var light = 255 - pixels[from + 3];
                    var alpha = Format == PixelFormat.CmykAlpha ? pixels[from + 4] : byte.MaxValue;
                    for (var channel = 0; channel < 3; channel++)
                        rgb[to + channel] = OverWhite(FromInk(pixels[from + channel], light), alpha);
                }

                break;
        }
    }

    private static int ChannelsOf(PixelFormat format) => format switch
    {
        PixelFormat.Gray => 1,
        PixelFormat.GrayAlpha => 2,
        PixelFormat.Rgb or PixelFormat.Bgr => 3,
        PixelFormat.Rgba or PixelFormat.Bgra or PixelFormat.Cmyk => 4,
        PixelFormat.CmykAlpha => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is no format of pixels"),
    };

    /// <summary>
    /// Uses seven extra bits and divides by 255 with shifts, as Pillow's <c>AlphaComposite.c</c> does.
    /// </summary>
    private static byte OverWhite(byte value, byte alpha)
    {
        var blend = ((value * alpha) + (255 * (255 - alpha)) + 128) << 7;
        return (byte)((((blend >> 8) + blend) >> 8) >> 7);
    }

    /// <summary>Computes (1 - ink) * (1 - black) as Pillow's <c>cmyk2rgb</c> does.</summary>
    /// <param name="ink">The amount of one ink.</param>
    /// <param name="light">1 - black.</param>
    private static byte FromInk(byte ink, int light)
    {
        var product = (ink * light) + 128;
        return (byte)(light - (((product >> 8) + product) >> 8));
    }
}
