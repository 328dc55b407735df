namespace Clip.Classification;

/// <summary>
/// The factor that turns cosines with class means into logits. It is the one under which the examples, each left out of
/// its own class, are most probable: a model's own scale is meant for texts and makes every picture certain.
/// </summary>
internal static class MeanScale
{
    private const double Least = 1;
    private const double Most = 100;
    private const int Steps = 60;

    /// <summary>Where the examples say nothing, because no class has two.</summary>
    private const double Usual = 20;

    /// <param name="leftOut">The cosines of <see cref="NearestMean.LeaveOneOut"/>.</param>
    /// <param name="classes">The class of each example.</param>
    public static double Of(double[][] leftOut, IReadOnlyList<int> classes)
    {
        var judged = Enumerable.Range(0, leftOut.Length)
            .Where(i => !double.IsNaN(leftOut[i][classes[i]])).ToList();
        if (judged.Count == 0)
            return Usual;
        // The loss is convex in the scale, so its minimum is where the slope changes its sign.
        var (low, high) = (Least, Most);
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            if (judged.Sum(i => Slope(leftOut[i], classes[i], middle)) > 0)
                high = middle;
            else
                low = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>How the loss of an example changes with the scale: the expected cosine less its own.</summary>
    private static double Slope(double[] cosines, int own, double scale)
    {
        var shares = Array.ConvertAll(cosines, cosine => scale * cosine);
        Softmax.Apply(shares);
        return shares.Zip(cosines, static (share, cosine) => share * cosine).Sum() - cosines[own];
    }
}
