namespace Clip.Vectors;

/// <summary>Checks how many dimensions a vector has, and how long it is.</summary>
internal static class VectorLength
{
    /// <summary>
    /// By how much the squared length of a stored unit vector may differ from 1. Rounding to 32 bits changes it far
    /// less, and damage that brings a vector among the best seldom less.
    /// </summary>
    public const double StoredTolerance = 1e-3;

    /// <summary>By how much the squared length of a vector from a model may differ from 1.</summary>
    public const double EncodedTolerance = 1e-2;

    /// <summary>Checks that a vector has the dimensions of an index.</summary>
    /// <param name="length">The elements of the vector.</param>
    /// <param name="dimensions">The elements that are needed.</param>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Require(int length, int dimensions, string name)
    {
        if (length != dimensions)
            throw new ArgumentException($"{length} numbers where {dimensions} are needed.", name);
    }

    /// <summary>Checks that every element of a vector is finite.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void RequireFinite(ReadOnlySpan<float> vector, string name)
    {
        foreach (var number in vector)
        {
            if (!float.IsFinite(number))
                throw new ArgumentException("The vector holds a number that is not finite.", name);
        }
    }

    /// <summary>Whether a vector is of unit length.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="tolerance">By how much the squared length may differ from 1.</param>
    public static bool IsUnit(ReadOnlySpan<float> vector, double tolerance)
    {
        var squares = 0.0;
        foreach (var number in vector)
            squares += (double)number * number;
        // NaN compares as false.
        return Math.Abs(squares - 1) <= tolerance;
    }
}
