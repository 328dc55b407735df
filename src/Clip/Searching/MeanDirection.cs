namespace Clip.Searching;

/// <summary>Sums and differences of means of vectors.</summary>
internal static class MeanDirection
{
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
