namespace Clip.Images.Resampling;

/// <summary>
/// The weighting functions of the filters. They follow the order of operations of Pillow's <c>Resample.c</c>, because
/// the weights must round to the same 22-bit integers.
/// </summary>
internal static class FilterKernel
{
    /// <summary>The filter's radius, in pixels of the source (of the output when shrinking).</summary>
    internal static double Support(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => 0.5,
        ResampleFilter.Bilinear or ResampleFilter.Hamming => 1,
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Lanczos => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "has no weights"),
    };

    /// <summary>The weight, before normalization, of a pixel at distance <paramref name="x"/>.</summary>
    internal static double Weight(ResampleFilter filter, double x) => filter switch
    {
        ResampleFilter.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
        ResampleFilter.Bilinear => Math.Abs(x) < 1 ? 1 - Math.Abs(x) : 0,
        ResampleFilter.Hamming => Hamming(Math.Abs(x)),
        ResampleFilter.Bicubic => Bicubic(Math.Abs(x)),
        ResampleFilter.Lanczos => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "has no weights"),
    };

    private static double Bicubic(double x)
    {
        const double a = -0.5;
        if (x < 1)
            return ((((a + 2) * x) - (a + 3)) * x * x) + 1;
        return x < 2 ? ((((((x - 5) * x) + 8) * x) - 4) * a) : 0;
    }

    private static double Hamming(double x)
    {
        if (x == 0)
            return 1;
        if (x >= 1)
            return 0;
        x *= Math.PI;
        return Math.Sin(x) / x * (0.54f + (0.46f * Math.Cos(x))); // the original's constants are single-precision too
    }

    private static double Sinc(double x)
    {
        if (x == 0)
            return 1;
        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
