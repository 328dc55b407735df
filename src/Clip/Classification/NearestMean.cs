using System.Numerics.Tensors;

namespace Clip.Classification;

/// <summary>
/// Class means: the normalized sum of the unit vectors of each class. An item is nearest to the class of the largest
/// cosine. Immutable and thread-safe.
/// </summary>
internal sealed class NearestMean
{
    /// <param name="means">A unit vector per class; a class without examples has zeros.</param>
    public NearestMean(double[][] means) => Means = means;

    public IReadOnlyList<double[]> Means { get; }

    public static NearestMean Fit(ExampleRows rows) => new([.. Sums(rows).Select(static sum => Unit(sum))]);

    /// <summary>The cosine with each class mean.</summary>
    public double[] Cosines(ReadOnlySpan<double> row)
    {
        var cosines = new double[Means.Count];
        for (var k = 0; k < cosines.Length; k++)
            cosines[k] = TensorPrimitives.Dot(Means[k], row);
        return cosines;
    }

    /// <summary>
    /// The cosines of each example with the class means, its own without itself; NaN where that is nothing.
    /// </summary>
    public static double[][] LeaveOneOut(ExampleRows rows)
    {
        var sums = Sums(rows);
        var means = new NearestMean([.. sums.Select(static sum => Unit(sum))]);
        var counts = new int[rows.ClassCount];
        foreach (var own in rows.Classes)
            counts[own]++;
        var all = new double[rows.Count][];
        var rest = new double[rows.Dimensions];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = means.Cosines(rows[i]);
            var own = rows.Classes[i];
            TensorPrimitives.Subtract(sums[own], rows[i], rest);
            all[i][own] = counts[own] > 1 ? TensorPrimitives.Dot<double>(Unit(rest), rows[i]) : double.NaN;
        }
        return all;
    }

    private static double[][] Sums(ExampleRows rows)
    {
        var sums = new double[rows.ClassCount][];
        for (var k = 0; k < sums.Length; k++)
            sums[k] = new double[rows.Dimensions];
        for (var i = 0; i < rows.Count; i++)
            TensorPrimitives.Add(sums[rows.Classes[i]], rows[i], sums[rows.Classes[i]]);
        return sums;
    }

    private static double[] Unit(double[] sum)
    {
        var length = TensorPrimitives.Norm<double>(sum);
        return length > 0 ? Array.ConvertAll(sum, value => value / length) : [.. sum];
    }
}
