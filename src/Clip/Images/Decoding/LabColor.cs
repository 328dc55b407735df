namespace Clip.Images.Decoding;

/// <summary>
/// Converts CIE 1976 L*a*b* under illuminant D50, as files store it, to sRGB: over XYZ, with the primaries of sRGB
/// adapted to D50 (ICC.1, Bradford), as Little CMS does for Pillow.
/// </summary>
internal static class LabColor
{
    private const int Steps = 4096;

    private static readonly byte[] Gamma = MakeGamma();

    /// <summary>Converts a pixel in place.</summary>
    /// <param name="pixel">L* from 0 to 255, a* and b*; receives red, green and blue.</param>
    /// <param name="isSigned">Whether a* and b* are signed; otherwise 128 stands for zero.</param>
    internal static void ToRgb(Span<byte> pixel, bool isSigned)
    {
        var a = isSigned ? (sbyte)pixel[1] : pixel[1] - 128;
        var b = isSigned ? (sbyte)pixel[2] : pixel[2] - 128;
        var y = ((pixel[0] * (100f / 255)) + 16) / 116;
        var (x, z) = (0.9642f * Linear(y + (a / 500f)), 0.8249f * Linear(y - (b / 200f)));
        y = Linear(y);
        pixel[0] = Encoded((3.1338561f * x) - (1.6168667f * y) - (0.4906146f * z));
        pixel[1] = Encoded((-0.9787684f * x) + (1.9161415f * y) + (0.0334540f * z));
        pixel[2] = Encoded((0.0719453f * x) - (0.2289914f * y) + (1.4052427f * z));
    }

    private static float Linear(float value) =>
        value > 6f / 29 ? value * value * value : 3 * (6f / 29) * (6f / 29) * (value - (4f / 29));

    private static byte Encoded(float linear) =>
        Gamma[(int)Math.Clamp((MathF.Sqrt(Math.Max(0, linear)) * Steps) + 0.5f, 0, Steps)];

    /// <summary>The transfer function of sRGB by square roots, which spreads the dark values.</summary>
    private static byte[] MakeGamma()
    {
        var gamma = new byte[Steps + 1];
        for (var step = 0; step <= Steps; step++)
        {
            var linear = Math.Pow((double)step / Steps, 2);
            var encoded = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
            gamma[step] = (byte)((encoded * 255) + 0.5);
        }

        return gamma;
    }
}
