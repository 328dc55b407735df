namespace Clip.Vectors;

/// <summary>Means of unit vectors, their directions and differences, computed in double precision.</summary>
internal static class MeanDirection
{
    // Far above rounding errors and far below the length of any mean that has a direction.
    private const double ShortestLength = 1e-6;

    /// <summary>
    /// The mean of vectors that lie one after another, scaled to unit length; null where they cancel.
    /// </summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="dimensions">The length of each.</param>
    public static float[]? Of(ReadOnlySpan<float> vectors, int dimensions)
    {
        if (vectors.Length == dimensions)
            return vectors.ToArray();
        var sum = SumOf(vectors, dimensions);
        var length = Math.Sqrt(sum.Sum(static value => value * value));
        return length >= ShortestLength ? Array.ConvertAll(sum, value => (float)(value / length)) : null;
    }

    /// <summary>The dot product of two vectors of one length, summed in double precision.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    /// <summary>The sum of vectors that lie one after the other.</summary>
    public static double[] SumOf(ReadOnlySpan<float> vectors, int dimensions)
    {
        var sum = new double[dimensions];
        for (var at = 0; at < vectors.Length; at += dimensions)
        {
            for (var i = 0; i < dimensions; i++)
                sum[i] += vectors[at + i];
        }
        return sum;
    }

    /// <summary>The unit vector from one mean to another; any direction where both are equal.</summary>
    public static float[] Between(double[] from, int fromCount, double[] to, int toCount)
    {
        var direction = new float[from.Length];
        for (var i = 0; i < direction.Length; i++)
            direction[i] = (float)((to[i] / toCount) - (from[i] / fromCount));
        // A group of all pictures has no direction of its own: it is named by what all show.
        if (!Normalize(direction))
        {
            for (var i = 0; i < direction.Length; i++)
                direction[i] = (float)to[i];
            Normalize(direction);
        }
        return direction;
    }

    /// <summary>Makes a vector of unit length; false where it has no direction.</summary>
    public static bool Normalize(Span<float> vector)
    {
        double square = 0;
        foreach (var number in vector)
            square += (double)number * number;
        if (square < 1e-10)
            return false;
        var scale = (float)(1 / Math.Sqrt(square));
        foreach (ref var number in vector)
            number *= scale;
        return true;
    }
}
