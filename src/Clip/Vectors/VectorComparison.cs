namespace Clip;

/// <summary>The similarity of the directions of two vectors, as three equivalent measures.</summary>
/// <param name="Cosine">The cosine of the angle between them, −1 to 1.</param>
/// <param name="Angle">The angle in degrees, 0 to 180.</param>
/// <param name="Distance">The Euclidean distance of the unit vectors, 0 to 2.</param>
public readonly record struct VectorComparison(double Cosine, double Angle, double Distance)
{
    /// <summary>
    /// Compares two vectors of one length. Both are scaled to unit length first, in double precision.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or a vector has no direction.</exception>
    public static VectorComparison Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException(
                $"a vector of {a.Length} and one of {b.Length} dimensions cannot be compared", nameof(b));
        }
        var (lengthA, lengthB) = (LengthOf(a, nameof(a)), LengthOf(b, nameof(b)));
        double dot = 0, apart = 0, together = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (a[i] / lengthA, b[i] / lengthB);
            dot += x * y;
            apart += (x - y) * (x - y);
            together += (x + y) * (x + y);
        }
        var distance = Math.Sqrt(apart);
        // The arc cosine loses half its digits near 0 and 180 degrees. W. Kahan, "How futile are mindless assessments
        // of roundoff in floating-point computation?", 2006, section 12.
        var angle = 2 * Math.Atan2(distance, Math.Sqrt(together)) * 180 / Math.PI;
        return new VectorComparison(Math.Clamp(dot, -1, 1), angle, Math.Min(2, distance));
    }

    private static double LengthOf(ReadOnlySpan<float> vector, string name)
    {
        var squares = 0.0;
        foreach (var value in vector)
            squares += (double)value * value;
        // Also true for a value that is not a number.
        return squares > 0 && double.IsFinite(squares)
            ? Math.Sqrt(squares)
            : throw new ArgumentException("The vector has no direction.", name);
    }
}
