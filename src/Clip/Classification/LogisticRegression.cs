using System.Numerics.Tensors;

namespace Clip.Classification;

/// <summary>
/// Logistic regression with an L2 penalty, as scikit-learn defines it: the sum of half the squared weights and of C
/// times each example's loss is the least; the intercepts are not penalized. Two classes have one weight vector, for
/// the second class against the first; more have one each, with a softmax. Immutable and thread-safe.
/// </summary>
internal sealed class LogisticRegression
{
    private const double Tolerance = 1e-6;

    /// <param name="weights">One weight vector, or one per class.</param>
    /// <param name="intercepts">As many.</param>
    public LogisticRegression(double[][] weights, double[] intercepts)
    {
        Weights = weights;
        Intercepts = intercepts;
    }

    public IReadOnlyList<double[]> Weights { get; }

    public IReadOnlyList<double> Intercepts { get; }

    public int ClassCount => Weights.Count == 1 ? 2 : Weights.Count;

    /// <summary>Fits to examples.</summary>
    /// <param name="rows">The examples, of at least two classes.</param>
    /// <param name="c">The inverse of the strength of the penalty.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static LogisticRegression Fit(ExampleRows rows, double c, CancellationToken cancellationToken) =>
        Fit(rows, c, out _, cancellationToken);

    /// <inheritdoc cref="Fit(ExampleRows, double, CancellationToken)"/>
    public static LogisticRegression Fit(
        ExampleRows rows, double c, out double objective, CancellationToken cancellationToken)
    {
        var (dimensions, vectors) = (rows.Dimensions, rows.ClassCount == 2 ? 1 : rows.ClassCount);
        // The weight vectors one after another, then the intercepts.
        var point = new double[vectors * (dimensions + 1)];
        Objective loss;
        if (rows.ClassCount == 2)
            loss = (at, gradient) => Binary(rows, c, at, gradient);
        else
            loss = (at, gradient) => Multinomial(rows, c, at, gradient);
        objective = Lbfgs.Minimize(
            loss, point, Tolerance * Math.Max(1, c * rows.Count / 100), cancellationToken);
        var weights = new double[vectors][];
        for (var k = 0; k < vectors; k++)
            weights[k] = point[(k * dimensions)..((k + 1) * dimensions)];
        return new LogisticRegression(weights, point[(vectors * dimensions)..]);
    }

    /// <summary>
    /// The decision values of a row: one for the second class of two; of more, one per class less their mean.
    /// </summary>
    public double[] Decide(ReadOnlySpan<double> row)
    {
        var decisions = new double[Weights.Count];
        for (var k = 0; k < decisions.Length; k++)
            decisions[k] = TensorPrimitives.Dot(Weights[k], row) + Intercepts[k];
        if (decisions.Length == 1)
            return decisions;
        var mean = decisions.Average();
        return Array.ConvertAll(decisions, value => value - mean);
    }

    /// <summary>The probability of each class.</summary>
    public double[] Probabilities(ReadOnlySpan<double> row)
    {
        var decisions = Decide(row);
        if (decisions.Length > 1)
        {
            Softmax.Apply(decisions);
            return decisions;
        }
        var second = 1 / (1 + Math.Exp(-decisions[0]));
        return [1 - second, second];
    }

    private static double Binary(ExampleRows rows, double c, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var weights = point[..rows.Dimensions];
        var slope = gradient[..rows.Dimensions];
        weights.CopyTo(slope);
        var (value, intercept) = (TensorPrimitives.Dot(weights, weights) / 2, 0.0);
        for (var i = 0; i < rows.Count; i++)
        {
            var sign = rows.Classes[i] == 1 ? 1 : -1;
            var margin = sign * (TensorPrimitives.Dot(weights, rows[i]) + point[rows.Dimensions]);
            // log(1 + exp(-margin)) without overflow.
            value += c * (Math.Max(0, -margin) + Math.Log(1 + Math.Exp(-Math.Abs(margin))));
            var pull = -c * sign / (1 + Math.Exp(margin));
            TensorPrimitives.MultiplyAdd(rows[i], pull, slope, slope);
            intercept += pull;
        }
        gradient[rows.Dimensions] = intercept;
        return value;
    }

    private static double Multinomial(ExampleRows rows, double c, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (dimensions, classes) = (rows.Dimensions, rows.ClassCount);
        var weights = point[..(classes * dimensions)];
        var intercepts = point[(classes * dimensions)..];
        gradient.Clear();
        weights.CopyTo(gradient);
        var value = TensorPrimitives.Dot(weights, weights) / 2;
        var logits = new double[classes];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var k = 0; k < classes; k++)
                logits[k] = TensorPrimitives.Dot(weights.Slice(k * dimensions, dimensions), rows[i]) + intercepts[k];
            var right = rows.Classes[i];
            value += c * (Softmax.LogSum(logits) - logits[right]);
            Softmax.Apply(logits);
            for (var k = 0; k < classes; k++)
            {
                var pull = c * (logits[k] - (k == right ? 1 : 0));
                var slope = gradient.Slice(k * dimensions, dimensions);
                TensorPrimitives.MultiplyAdd(rows[i], pull, slope, slope);
                gradient[classes * dimensions + k] += pull;
            }
        }
        return value;
    }
}
