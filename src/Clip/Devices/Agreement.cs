using System.Globalization;

namespace Clip.Devices;

/// <summary>How well a device's embeddings agree with the processor's.</summary>
internal static class Agreement
{
    /// <summary>
    /// The least cosine at which a device is taken. Half precision inside a device costs about 0.0001; a kernel that
    /// computes something else lies far below.
    /// </summary>
    public const double Required = 0.999;

    /// <summary>The least cosine of the rows of two matrices; NaN where a row is zero or not finite.</summary>
    /// <param name="expected">What the processor computed, row by row.</param>
    /// <param name="actual">What the device computed.</param>
    /// <param name="width">The length of a row.</param>
    public static double Least(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int width)
    {
        var least = 1.0;
        for (var start = 0; start < expected.Length; start += width)
            least = Math.Min(least, Cosine(expected.Slice(start, width), actual.Slice(start, width)));
        return least;
    }

    /// <summary>Says in words why an agreement does not suffice.</summary>
    public static string Describe(double agreement) => double.IsNaN(agreement)
        ? "its embeddings are not finite"
        : string.Create(CultureInfo.InvariantCulture, $"its embeddings differ from the processor's (cosine {agreement:0.0000})");

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
