namespace Clip.Classification;

/// <summary>The direction of the mean of unit vectors, computed in double precision.</summary>
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
        var sum = new double[dimensions];
        for (var start = 0; start < vectors.Length; start += dimensions)
        {
            for (var i = 0; i < dimensions; i++)
                sum[i] += vectors[start + i];
        }
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
}
