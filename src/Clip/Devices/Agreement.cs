using System.Globalization;

namespace Clip.Devices;

/// <summary>How well a device's embeddings agree with the processor's.</summary>
internal static class Agreement
{
    /// <summary>
    /// The lowest cosine at which a device is used. Half precision inside a device costs about 0.0001; a wrong kernel
    /// has a far lower cosine.
    /// </summary>
    public const double Required = 0.999;

    /// <summary>
    /// The lowest cosine of corresponding rows of two matrices; NaN where a row of only one of them is not finite. An
    /// item that has no embedding on either says nothing about the device.
    /// </summary>
    /// <param name="expected">What the processor computed, row by row.</param>
    /// <param name="actual">What the device computed.</param>
    /// <param name="width">The length of a row.</param>
    public static double Lowest(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int width)
    {
        var lowest = 1.0;
        for (var start = 0; start < expected.Length; start += width)
        {
            if (!float.IsNaN(expected[start]) || !float.IsNaN(actual[start]))
                lowest = Math.Min(lowest, Cosine(expected.Slice(start, width), actual.Slice(start, width)));
        }
        return lowest;
    }

    /// <summary>Describes an agreement that is too low.</summary>
    public static string Describe(double agreement) => double.IsNaN(agreement)
        ? "its embeddings are not finite"
        : string.Create(
            CultureInfo.InvariantCulture, $"its embeddings differ from the processor's (cosine {agreement:0.0000})");

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double dot = 0, leftSquare = 0, rightSquare = 0;
        for (var i = 0; i < left.Length; i++)
        {
            dot += (double)left[i] * right[i];
            leftSquare += (double)left[i] * left[i];
            rightSquare += (double)right[i] * right[i];
        }
        var cosine = dot / Math.Sqrt(leftSquare * rightSquare);
        return double.IsFinite(cosine) ? cosine : double.NaN;
    }
}
