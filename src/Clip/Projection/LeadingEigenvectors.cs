namespace Clip.Projection;

/// <summary>
/// The eigenvectors of a symmetric positive matrix with the largest eigenvalues, by subspace iteration: a few more
/// directions than asked for are multiplied by the matrix again and again, and turned onto the eigenvectors inside the
/// space that they span (Rayleigh-Ritz). Deterministic.
/// </summary>
internal static class LeadingEigenvectors
{
    private const int Extra = 24;
    private const int MostRounds = 500;
    private const double Accuracy = 1e-13;

    /// <param name="matrix">[size, size].</param>
    /// <param name="size">Rows.</param>
    /// <param name="count">How many eigenvectors, at most as many as there are rows.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <returns>The values, largest first, and the vectors of unit length, [count, size].</returns>
    public static (double[] Values, double[] Vectors) Of(
        double[] matrix, int size, int count, CancellationToken cancellationToken)
    {
        var width = Math.Min(size, (2 * count) + Extra);
        var random = new Random(1);
        var vectors = new double[width * size];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = random.NextDouble() - 0.5;
        Orthogonalize(vectors, size, random);
        var values = new double[width];
        for (var round = 0; round < MostRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var product = Multiply(matrix, vectors, size);
            var inner = new double[width * width];
            for (var a = 0; a < width; a++)
            {
                for (var b = 0; b < width; b++)
                    inner[(a * width) + b] = Dot(vectors, a * size, product, b * size, size);
            }
            var (turned, turns) = SmallEigenvectors.Of(inner, width);
            var before = values;
            values = turned;
            // Of a single round, the space is whole where it has all directions.
            vectors = Turn(width == size ? vectors : product, turns, width, size);
            Orthogonalize(vectors, size, random);
            var change = Enumerable.Range(0, count).Max(i => Math.Abs(values[i] - before[i]));
            if (width == size || change <= Accuracy * Math.Max(values[0], 1e-300))
                break;
        }
        return (values[..count], vectors[..(count * size)]);
    }

    private static double[] Multiply(double[] matrix, double[] vectors, int size)
    {
        var product = new double[vectors.Length];
        Parallel.For(0, vectors.Length / size, vector =>
        {
            for (var row = 0; row < size; row++)
                product[(vector * size) + row] = Dot(matrix, row * size, vectors, vector * size, size);
        });
        return product;
    }

    private static double[] Turn(double[] vectors, double[] turns, int width, int size)
    {
        var turned = new double[vectors.Length];
        for (var to = 0; to < width; to++)
        {
            for (var from = 0; from < width; from++)
            {
                var share = turns[(to * width) + from];
                for (var i = 0; i < size; i++)
                    turned[(to * size) + i] += share * vectors[(from * size) + i];
            }
        }
        return turned;
    }

    /// <summary>Gram-Schmidt, twice; a vector that vanishes is replaced by a random one.</summary>
    private static void Orthogonalize(double[] vectors, int size, Random random)
    {
        for (var vector = 0; vector < vectors.Length / size; vector++)
        {
            var own = vectors.AsSpan(vector * size, size);
            for (var attempt = 0; attempt < 8; attempt++)
            {
                var before = Math.Sqrt(Dot(vectors, vector * size, vectors, vector * size, size));
                for (var pass = 0; pass < 2; pass++)
                {
                    for (var other = 0; other < vector; other++)
                    {
                        var share = Dot(vectors, other * size, vectors, vector * size, size);
                        for (var i = 0; i < size; i++)
                            own[i] -= share * vectors[(other * size) + i];
                    }
                }
                var length = Math.Sqrt(Dot(vectors, vector * size, vectors, vector * size, size));
                if (length > 1e-10 * before && length > 1e-150)
                {
                    foreach (ref var number in own)
                        number /= length;
                    break;
                }
                foreach (ref var number in own)
                    number = random.NextDouble() - 0.5;
            }
        }
    }

    private static double Dot(double[] left, int at, double[] right, int from, int length)
    {
        double even = 0, odd = 0;
        var i = 0;
        for (; i + 1 < length; i += 2)
        {
            even += left[at + i] * right[from + i];
            odd += left[at + i + 1] * right[from + i + 1];
        }
        return i < length ? even + odd + (left[at + i] * right[from + i]) : even + odd;
    }
}
