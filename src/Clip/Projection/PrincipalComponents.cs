using Clip.Projection;
using Clip.Vectors;

namespace Clip;

/// <summary>The directions in which vectors vary most, and the vectors' positions along them (PCA).</summary>
public sealed class PrincipalComponents
{
    private readonly float[] _components;
    private readonly float[] _positions;
    private readonly double[] _variances;

    private PrincipalComponents(
        float[] components, float[] positions, double[] variances, double total, int dimensions)
    {
        (_components, _positions, _variances, TotalVariance) = (components, positions, variances, total);
        Dimensions = dimensions;
    }

    /// <summary>The number of components.</summary>
    public int Count => _variances.Length;

    /// <summary>Dimensions per vector.</summary>
    public int Dimensions { get; }

    /// <summary>The variance along each component (divided by n − 1), largest first.</summary>
    public IReadOnlyList<double> Variances => _variances;

    /// <summary>The variance of the vectors in all directions together.</summary>
    public double TotalVariance { get; }

    /// <summary>
    /// The position of each vector along each component, [vectors, components]; the mean of all vectors is at 0.
    /// </summary>
    public ReadOnlyMemory<float> Positions => _positions;

    /// <summary>A component: a unit vector, whose largest number is positive.</summary>
    public ReadOnlySpan<float> Component(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        return _components.AsSpan(number * Dimensions, Dimensions);
    }

    /// <summary>Finds the first components of vectors.</summary>
    /// <param name="vectors">The vectors one after the other.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="count">How many components, from 1 to the number of dimensions.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <exception cref="ArgumentException">The numbers are not whole vectors, or not all finite.</exception>
    /// <remarks>Components in which nothing varies have a variance of 0, and positions of 0.</remarks>
    public static PrincipalComponents Of(
        ReadOnlyMemory<float> vectors, int dimensions, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, dimensions);
        using var rows = AlignedRows.Of(vectors.Span, dimensions);
        var centered = Center(rows);
        var covariance = Covariance(centered, rows.Count, dimensions, cancellationToken);
        var total = Enumerable.Range(0, dimensions).Sum(i => covariance[(i * dimensions) + i]);
        var (values, directions) = LeadingEigenvectors.Of(covariance, dimensions, count, cancellationToken);
        var components = new float[count * dimensions];
        var positions = new float[rows.Count * count];
        var variances = new double[count];
        for (var component = 0; component < count; component++)
        {
            // What rounding leaves of nothing has no direction either.
            variances[component] = values[component] > 1e-12 * Math.Max(total, 1e-300) && total > 1e-12
                ? values[component]
                : 0;
            var direction = directions.AsSpan(component * dimensions, dimensions);
            MakePositive(direction);
            for (var i = 0; i < dimensions; i++)
                components[(component * dimensions) + i] = (float)direction[i];
            for (var row = 0; row < rows.Count && variances[component] > 0; row++)
            {
                double position = 0;
                for (var i = 0; i < dimensions; i++)
                    position += centered[(row * dimensions) + i] * direction[i];
                positions[(row * count) + component] = (float)position;
            }
        }
        return new PrincipalComponents(components, positions, variances, total, dimensions);
    }

    private static double[] Center(AlignedRows rows)
    {
        var dimensions = rows.Matrix.Dimensions;
        var mean = new double[dimensions];
        for (var row = 0; row < rows.Count; row++)
        {
            var vector = rows.Row(row);
            for (var i = 0; i < dimensions; i++)
                mean[i] += (double)vector[i] / rows.Count;
        }
        var centered = new double[checked(rows.Count * dimensions)];
        for (var row = 0; row < rows.Count; row++)
        {
            var vector = rows.Row(row);
            for (var i = 0; i < dimensions; i++)
                centered[(row * dimensions) + i] = vector[i] - mean[i];
        }
        return centered;
    }

    private static double[] Covariance(
        double[] centered, int count, int dimensions, CancellationToken cancellationToken)
    {
        var covariance = new double[dimensions * dimensions];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, dimensions, options, i =>
        {
            var sums = covariance.AsSpan(i * dimensions, dimensions);
            for (var row = 0; row < count; row++)
            {
                var vector = centered.AsSpan(row * dimensions, dimensions);
                var own = vector[i];
                for (var j = 0; j < sums.Length; j++)
                    sums[j] += own * vector[j];
            }
            foreach (ref var sum in sums)
                sum /= Math.Max(1, count - 1);
        });
        return covariance;
    }

    private static void MakePositive(Span<double> direction)
    {
        double largest = 0;
        foreach (var number in direction)
        {
            if (Math.Abs(number) > Math.Abs(largest))
                largest = number;
        }
        if (largest >= 0)
            return;
        foreach (ref var number in direction)
            number = -number;
    }
}
