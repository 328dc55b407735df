namespace Clip.Projection;

/// <summary>All eigenvectors of a small symmetric matrix, by Jacobi's rotations.</summary>
internal static class SmallEigenvectors
{
    private const int MostSweeps = 60;

    /// <param name="matrix">[size, size]; changed.</param>
    /// <param name="size">Rows.</param>
    /// <returns>The values, largest first, and the vectors, [size, size].</returns>
    public static (double[] Values, double[] Vectors) Of(double[] matrix, int size)
    {
        var vectors = new double[size * size];
        for (var i = 0; i < size; i++)
            vectors[(i * size) + i] = 1;
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            double outside = 0, inside = 0;
            for (var row = 0; row < size; row++)
            {
                inside += matrix[(row * size) + row] * matrix[(row * size) + row];
                for (var column = row + 1; column < size; column++)
                    outside += matrix[(row * size) + column] * matrix[(row * size) + column];
            }
            if (outside <= 1e-30 * inside)
                break;
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                    Rotate(matrix, vectors, size, p, q);
            }
        }
        var order = Enumerable.Range(0, size).OrderByDescending(i => matrix[(i * size) + i]).ToArray();
        var sorted = new double[vectors.Length];
        for (var i = 0; i < size; i++)
            vectors.AsSpan(order[i] * size, size).CopyTo(sorted.AsSpan(i * size));
        return (Array.ConvertAll(order, i => matrix[(i * size) + i]), sorted);
    }

    private static void Rotate(double[] matrix, double[] vectors, int size, int p, int q)
    {
        var off = matrix[(p * size) + q];
        if (off == 0)
            return;
        var theta = (matrix[(q * size) + q] - matrix[(p * size) + p]) / (2 * off);
        var tangent = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        for (var i = 0; i < size; i++)
        {
            var (x, y) = (matrix[(i * size) + p], matrix[(i * size) + q]);
            matrix[(i * size) + p] = (cosine * x) - (sine * y);
            matrix[(i * size) + q] = (sine * x) + (cosine * y);
        }
        for (var i = 0; i < size; i++)
        {
            var (x, y) = (matrix[(p * size) + i], matrix[(q * size) + i]);
            matrix[(p * size) + i] = (cosine * x) - (sine * y);
            matrix[(q * size) + i] = (sine * x) + (cosine * y);
            (x, y) = (vectors[(p * size) + i], vectors[(q * size) + i]);
            vectors[(p * size) + i] = (cosine * x) - (sine * y);
            vectors[(q * size) + i] = (sine * x) + (cosine * y);
        }
    }
}
