namespace Clip;

/// <summary>The similarity of two unit vectors, as three equivalent measures.</summary>
/// <param name="Cosine">The cosine of the angle between them, −1 to 1.</param>
/// <param name="Angle">The angle in degrees, 0 to 180.</param>
/// <param name="Distance">The Euclidean distance, 0 to 2.</param>
public readonly record struct VectorComparison(double Cosine, double Angle, double Distance)
{
    /// <summary>Compares two unit vectors of one length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static VectorComparison Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException(
                $"a vector of {a.Length} and one of {b.Length} dimensions cannot be compared", nameof(b));
        }
        double dot = 0, square = 0, sumSquare = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            var difference = (double)a[i] - b[i];
            square += difference * difference;
            var sum = (double)a[i] + b[i];
            sumSquare += sum * sum;
        }
        var distance = Math.Sqrt(square);
        // The arc cosine loses half its digits near 0 and 180 degrees. W. Kahan, "How futile are mindless assessments
        // of roundoff in floating-point computation?", 2006, section 12.
        var angle = 2 * Math.Atan2(distance, Math.Sqrt(sumSquare)) * 180 / Math.PI;
        return new VectorComparison(Math.Clamp(dot, -1, 1), angle, distance);
    }
}
