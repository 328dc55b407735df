namespace Clip.Images.Decoding;

/// <summary>
/// Converts luma and chroma of the full range (ITU-R BT.601, as JFIF and sYCC have them) to red, green and blue, with
/// six bits behind the point, as Pillow does. A value may differ from Pillow's by one, where its tables are rounded
/// otherwise.
/// </summary>
internal static class LumaChromaColor
{
    private const int Bits = 6;

    private static readonly short[] RedOfRed = Table(1.402);
    private static readonly short[] GreenOfBlue = Table(-0.34414);
    private static readonly short[] GreenOfRed = Table(-0.71414);
    private static readonly short[] BlueOfBlue = Table(1.772);

    /// <summary>Converts pixels in place.</summary>
    /// <param name="pixels">Of each pixel luma, the blue and the red difference, and what follows them.</param>
    /// <param name="channels">The channels of a pixel, at least 3.</param>
    internal static void ToRgb(Span<byte> pixels, int channels)
    {
        for (var at = 0; at + 3 <= pixels.Length; at += channels)
        {
            var (luma, blue, red) = (pixels[at], pixels[at + 1], pixels[at + 2]);
            pixels[at] = Clamped(luma + (RedOfRed[red] >> Bits));
            pixels[at + 1] = Clamped(luma + ((GreenOfBlue[blue] + GreenOfRed[red]) >> Bits));
            pixels[at + 2] = Clamped(luma + (BlueOfBlue[blue] >> Bits));
        }
    }

    private static byte Clamped(int value) => (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);

    /// <summary>What each difference adds to a color.</summary>
    private static short[] Table(double weight)
    {
        var table = new short[256];
        for (var difference = 0; difference < table.Length; difference++)
            table[difference] = (short)Math.Round((difference - 128) * weight * (1 << Bits));
        return table;
    }
}
