using System.Numerics.Tensors;

namespace Clip.Classification;

/// <summary>Computes a function and its gradient.</summary>
/// <param name="point">Where.</param>
/// <param name="gradient">Receives the gradient.</param>
/// <returns>The value.</returns>
internal delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>
/// Minimizes a smooth convex function by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal
/// and Wright, Numerical Optimization, algorithms 7.4 and 7.5), with a bisection for the weak Wolfe conditions.
/// Deterministic.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 12;
    private const int MostIterations = 2000;
    private const int MostTrials = 60;
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;

    /// <summary>The point of the minimum.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">Where to begin; receives the result.</param>
    /// <param name="tolerance">The largest element of the gradient at which to end.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The value at the minimum.</returns>
    public static double Minimize(
        Objective objective, double[] start, double tolerance, CancellationToken cancellationToken)
    {
        var (point, gradient) = (start, new double[start.Length]);
        var value = objective(point, gradient);
        var (next, nextGradient, direction) = (
            new double[start.Length], new double[start.Length], new double[start.Length]);
        var steps = new List<(double[] Move, double[] Change, double Product)>();
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance)
                break;
            Direction(gradient, steps, direction);
            var slope = TensorPrimitives.Dot<double>(direction, gradient);
            if (!(slope < 0))
            {
                // Rounding has spoiled the memory: begin again along the gradient.
                steps.Clear();
                Direction(gradient, steps, direction);
                slope = TensorPrimitives.Dot<double>(direction, gradient);
            }
            var first = steps.Count > 0 ? 1 : Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient));
            var found = Search(objective, point, value, slope, direction, first, next, nextGradient);
            if (!(found < value))
                break; // no smaller value within the precision of the numbers
            Remember(steps, point, gradient, next, nextGradient);
            value = found;
            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
        }
        return value;
    }

    /// <summary>The negative gradient, multiplied by the approximation of the inverse Hessian.</summary>
    private static void Direction(
        double[] gradient, List<(double[] Move, double[] Change, double Product)> steps, double[] direction)
    {
        TensorPrimitives.Negate<double>(gradient, direction);
        var weights = new double[steps.Count];
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            weights[i] = TensorPrimitives.Dot<double>(steps[i].Move, direction) / steps[i].Product;
            Add(direction, steps[i].Change, -weights[i]);
        }
        if (steps is [.., var last])
        {
            var scale = last.Product / TensorPrimitives.Dot<double>(last.Change, last.Change);
            TensorPrimitives.Multiply<double>(direction, scale, direction);
        }
        for (var i = 0; i < steps.Count; i++)
        {
            var back = TensorPrimitives.Dot<double>(steps[i].Change, direction) / steps[i].Product;
            Add(direction, steps[i].Move, weights[i] - back);
        }
    }

    /// <summary>Finds a step that decreases the value enough and flattens the slope enough.</summary>
    private static double Search(
        Objective objective, double[] point, double value, double slope, double[] direction, double first,
        double[] next, double[] nextGradient)
    {
        var (low, high, step) = (0.0, double.PositiveInfinity, first);
        var found = value;
        for (var trial = 0; trial < MostTrials; trial++)
        {
            TensorPrimitives.MultiplyAdd<double>(direction, step, point, next);
            found = objective(next, nextGradient);
            if (!(found <= value + SufficientDecrease * step * slope))
                high = step;
            else if (TensorPrimitives.Dot<double>(direction, nextGradient) < Curvature * slope)
                low = step;
            else
                break;
            step = double.IsInfinity(high) ? 2 * low : (low + high) / 2;
        }
        return found;
    }

    private static void Remember(
        List<(double[] Move, double[] Change, double Product)> steps, double[] point, double[] gradient,
        double[] next, double[] nextGradient)
    {
        var (move, change) = (new double[point.Length], new double[point.Length]);
        TensorPrimitives.Subtract<double>(next, point, move);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        var product = TensorPrimitives.Dot<double>(move, change);
        if (!(product > 0))
            return;
        if (steps.Count == Memory)
            steps.RemoveAt(0);
        steps.Add((move, change, product));
    }

    private static void Add(double[] target, double[] vector, double factor) =>
        TensorPrimitives.MultiplyAdd<double>(vector, factor, target, target);
}
