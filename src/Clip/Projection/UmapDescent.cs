namespace Clip.Projection;

/// <summary>
/// Moves points so that connected ones come near each other and others stay away: stochastic gradient descent, with
/// each edge as often as its weight says and five random points to push off each time. The settings are umap-learn's.
/// </summary>
internal sealed class UmapDescent
{
    // The curve of closeness 1 / (1 + A d^2B) for a least distance of 0.1 and a spread of 1.
    private const float A = 1.5769434f;
    private const float B = 0.8950608f;

    private const int FewPoints = 10_000;
    private const int NegativeSamples = 5;
    private const float LargestStep = 4;
    private const float StartSize = 10;

    private readonly NeighborWeights _neighbors;
    private readonly float[] _positions;
    private readonly Random _random = new(42);

    public UmapDescent(NeighborWeights neighbors, ReadOnlySpan<float> start)
    {
        _neighbors = neighbors;
        float largest = 0;
        foreach (var number in start)
            largest = Math.Max(largest, Math.Abs(number));
        _positions = new float[start.Length];
        // A little noise moves points apart that lie on each other.
        for (var i = 0; i < start.Length; i++)
        {
            var place = largest > 0 ? start[i] * StartSize / largest : 0;
            _positions[i] = place + (float)((_random.NextDouble() - 0.5) * 1e-3);
        }
    }

    /// <summary>The positions in the end: x and y of each point.</summary>
    public float[] Run(CancellationToken cancellationToken)
    {
        var epochs = _neighbors.Count <= FewPoints ? 500 : 200;
        var largest = _neighbors.Weights.Max();
        // How many epochs there are from one use of an edge to the next.
        var every = Array.ConvertAll(
            _neighbors.Weights, weight => weight < largest / epochs ? float.PositiveInfinity : largest / weight);
        var next = (float[])every.Clone();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rate = 1 - ((epoch - 1) / (float)epochs);
            for (var row = 0; row < _neighbors.Count; row++)
            {
                for (var edge = _neighbors.Starts[row]; edge < _neighbors.Starts[row + 1]; edge++)
                {
                    if (next[edge] > epoch)
                        continue;
                    next[edge] += every[edge];
                    Attract(row, _neighbors.Others[edge], rate);
                    for (var i = 0; i < NegativeSamples; i++)
                        Repel(row, _random.Next(_neighbors.Count), rate);
                }
            }
        }
        return _positions;
    }

    private void Attract(int a, int b, float rate)
    {
        var (dx, dy) = (_positions[2 * a] - _positions[2 * b], _positions[(2 * a) + 1] - _positions[(2 * b) + 1]);
        var square = (dx * dx) + (dy * dy);
        if (square <= 0)
            return;
        var power = MathF.Pow(square, B);
        var pull = -2 * A * B * power / square / (1 + (A * power));
        var (stepX, stepY) = (rate * Clamp(pull * dx), rate * Clamp(pull * dy));
        _positions[2 * a] += stepX;
        _positions[(2 * a) + 1] += stepY;
        _positions[2 * b] -= stepX;
        _positions[(2 * b) + 1] -= stepY;
    }

    private void Repel(int a, int b, float rate)
    {
        if (a == b)
            return;
        var (dx, dy) = (_positions[2 * a] - _positions[2 * b], _positions[(2 * a) + 1] - _positions[(2 * b) + 1]);
        var square = (dx * dx) + (dy * dy);
        if (square <= 0)
            return;
        var push = 2 * B / ((0.001f + square) * (1 + (A * MathF.Pow(square, B))));
        _positions[2 * a] += rate * Clamp(push * dx);
        _positions[(2 * a) + 1] += rate * Clamp(push * dy);
    }

    private static float Clamp(float step) => Math.Clamp(step, -LargestStep, LargestStep);
}
