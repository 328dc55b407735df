namespace Clip.Searching;

/// <summary>Positions of pictures between two texts.</summary>
internal static class TextAxis
{
    /// <summary>
    /// The cosine of each picture to the high end minus that to the low end, and both again as standard deviations from
    /// the mean of all.
    /// </summary>
    public static (double[] Positions, double[] Differences, double Mean, double Deviation) Measure(
        CollectedPictures pictures, ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        var differences = new double[pictures.Count];
        for (var picture = 0; picture < differences.Length; picture++)
        {
            var vector = pictures.Vector(picture);
            double difference = 0;
            for (var i = 0; i < vector.Length; i++)
                difference += vector[i] * ((double)to[i] - from[i]);
            differences[picture] = difference;
        }
        var mean = differences.DefaultIfEmpty().Average();
        var deviation = Math.Sqrt(differences.Select(one => (one - mean) * (one - mean)).DefaultIfEmpty().Average());
        // Rounding alone makes equal pictures differ by less than this.
        var positions = Array.ConvertAll(differences, one => deviation > 1e-9 ? (one - mean) / deviation : 0);
        return (positions, differences, mean, deviation);
    }
}
