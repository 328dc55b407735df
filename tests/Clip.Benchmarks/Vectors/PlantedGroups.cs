namespace Clip.Benchmarks.Vectors;

/// <summary>Vectors in groups of different sizes and widths, a fifth of them in none.</summary>
internal static class PlantedGroups
{
    private const int Groups = 200;

    /// <returns>Unit vectors one after the other, and the group of each; −1 for none.</returns>
    public static (float[] Vectors, int[] Labels) Make(int count, int dimensions)
    {
        var random = new Random(1);
        var centers = new float[Groups * dimensions];
        for (var i = 0; i < centers.Length; i++)
            centers[i] = Normal(random);
        var vectors = new float[count * dimensions];
        var labels = new int[count];
        for (var row = 0; row < count; row++)
        {
            var group = random.Next(Groups * 5 / 4);
            labels[row] = group < Groups ? group : -1;
            var vector = vectors.AsSpan(row * dimensions, dimensions);
            var width = 0.5f + (0.1f * (group % 8));
            double square = 0;
            for (var i = 0; i < dimensions; i++)
            {
                vector[i] = group < Groups
                    ? centers[(group * dimensions) + i] + (width * Normal(random))
                    : Normal(random);
                square += vector[i] * vector[i];
            }
            var scale = (float)(1 / Math.Sqrt(square));
            foreach (ref var number in vector)
                number *= scale;
        }
        return (vectors, labels);
    }

    /// <summary>The adjusted Rand index of two groupings: 1 for equal ones, 0 for chance.</summary>
    public static double Agreement(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var pairs = a.Zip(b).CountBy(static pair => pair).Sum(static pair => Pairs(pair.Value));
        var first = a.CountBy(static label => label).Sum(static label => Pairs(label.Value));
        var second = b.CountBy(static label => label).Sum(static label => Pairs(label.Value));
        var chance = first * second / Pairs(a.Count);
        return (pairs - chance) / (((first + second) / 2) - chance);
    }

    private static double Pairs(double count) => count * (count - 1) / 2;

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
