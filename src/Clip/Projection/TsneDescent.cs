using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Clip.Projection;

/// <summary>
/// Moves points until neighbors are as likely on the map as among the vectors: gradient descent with momentum and
/// gains, at first with stronger attraction, so that groups find together. The numbers of steps are scikit-learn's;
/// the steps are as long as there are points, divided by the attraction (Belkina et al., "Automated optimized
/// parameters for t-distributed stochastic neighbor embedding", 2019): with scikit-learn's 50 for small collections,
/// 100 pictures swing about and end in a map that is worse by a tenth.
/// </summary>
internal sealed class TsneDescent
{
    private const int ExaggeratedSteps = 250;
    private const int Steps = 750;
    private const float Exaggeration = 12;
    private const float StartDeviation = 1e-4f;

    /// <summary>Up to so many points push each other one by one, which is exact; more of them by a tree.</summary>
    internal const int MostExact = 4_000;

    private const int StepsBetweenChecks = 50;

    /// <summary>
    /// Where the stronger attraction only draws all points together, as of pictures that are all alike, it ends when
    /// nothing moves any more (scikit-learn's <c>min_grad_norm</c>): until they lie on each other, nothing is lost.
    /// </summary>
    private const double LeastGradient = 1e-7;

    private readonly NeighborWeights _neighbors;
    private readonly RepulsionTree? _tree;
    private readonly int _count;
    private readonly float[] _x;
    private readonly float[] _y;

    /// <param name="neighbors">The graph of neighbors.</param>
    /// <param name="start">x and y of each point at first.</param>
    /// <param name="mostExact">The most points that push each other one by one.</param>
    public TsneDescent(NeighborWeights neighbors, ReadOnlySpan<float> start, int mostExact = MostExact)
    {
        _neighbors = neighbors;
        _tree = neighbors.Count > mostExact ? new RepulsionTree() : null;
        _count = neighbors.Count;
        // Padded with points so far away that they push nothing.
        var padded = (_count + 7) / 8 * 8;
        (_x, _y) = (new float[padded], new float[padded]);
        double square = 0;
        for (var i = 0; i < _count; i++)
            square += (double)start[2 * i] * start[2 * i];
        var scale = square > 0 ? (float)(StartDeviation / Math.Sqrt(square / _count)) : 0;
        for (var i = 0; i < _count; i++)
            (_x[i], _y[i]) = (scale * start[2 * i], scale * start[(2 * i) + 1]);
        Array.Fill(_x, 1e15f, _count, padded - _count);
    }

    /// <summary>The positions in the end: x and y of each point.</summary>
    public float[] Run(CancellationToken cancellationToken)
    {
        var gradient = new float[2 * _count];
        var update = new float[2 * _count];
        var gains = new float[2 * _count];
        Array.Fill(gains, 1);
        var exaggeratedSteps = ExaggeratedSteps;
        for (var step = 0; step < Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isExaggerated = step < exaggeratedSteps;
            var exaggeration = isExaggerated ? Exaggeration : 1;
            var rate = _count / exaggeration;
            Gradient(exaggeration, gradient);
            if (isExaggerated && (step + 1) % StepsBetweenChecks == 0
                && TensorPrimitives.Norm<float>(gradient) <= LeastGradient)
            {
                exaggeratedSteps = step + 1;
            }
            var momentum = isExaggerated ? 0.5f : 0.8f;
            for (var i = 0; i < gradient.Length; i++)
            {
                gains[i] = update[i] * gradient[i] < 0 ? gains[i] + 0.2f : Math.Max(0.01f, gains[i] * 0.8f);
                update[i] = (momentum * update[i]) - (rate * gains[i] * gradient[i]);
                if (i % 2 == 0)
                    _x[i / 2] += update[i];
                else
                    _y[i / 2] += update[i];
            }
        }
        var positions = new float[2 * _count];
        for (var i = 0; i < _count; i++)
            (positions[2 * i], positions[(2 * i) + 1]) = (_x[i], _y[i]);
        return positions;
    }

    private void Gradient(float exaggeration, float[] gradient)
    {
        var sums = new float[_count];
        _tree?.Build(_x.AsSpan(0, _count), _y.AsSpan(0, _count));
        Parallel.For(0, _count, i => sums[i] = _tree is null ? Repulsion(i, gradient) : Repulsion(_tree, i, gradient));
        double all = 0;
        foreach (var sum in sums)
            all += sum;
        var scale = (float)(1 / Math.Max(all, 1e-30));
        Parallel.For(0, _count, i =>
        {
            float attractX = 0, attractY = 0;
            for (var edge = _neighbors.Starts[i]; edge < _neighbors.Starts[i + 1]; edge++)
            {
                var other = _neighbors.Others[edge];
                var (dx, dy) = (_x[i] - _x[other], _y[i] - _y[other]);
                var pull = _neighbors.Weights[edge] / (1 + (dx * dx) + (dy * dy));
                attractX += pull * dx;
                attractY += pull * dy;
            }
            gradient[2 * i] = 4 * ((exaggeration * attractX) - (scale * gradient[2 * i]));
            gradient[(2 * i) + 1] = 4 * ((exaggeration * attractY) - (scale * gradient[(2 * i) + 1]));
        });
    }

    /// <summary>The push of all other points on one, before it is divided by the sum of all closenesses.</summary>
    /// <returns>The sum of the closenesses of the others to the point.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Repulsion(int point, float[] push)
    {
        var (x, y) = (Vector256.Create(_x[point]), Vector256.Create(_y[point]));
        Vector256<float> sum = default, pushX = default, pushY = default;
        for (var i = 0; i < _x.Length; i += 8)
        {
            var dx = x - Vector256.LoadUnsafe(ref _x[i]);
            var dy = y - Vector256.LoadUnsafe(ref _y[i]);
            var closeness = Vector256<float>.One / (Vector256<float>.One + (dx * dx) + (dy * dy));
            sum += closeness;
            var strength = closeness * closeness;
            pushX += strength * dx;
            pushY += strength * dy;
        }
        (push[2 * point], push[(2 * point) + 1]) = (Vector256.Sum(pushX), Vector256.Sum(pushY));
        // Without the point itself.
        return Vector256.Sum(sum) - 1;
    }

    private float Repulsion(RepulsionTree tree, int point, float[] push)
    {
        (push[2 * point], push[(2 * point) + 1], var sum) = tree.PushOn(_x[point], _y[point]);
        return sum - 1;
    }
}
