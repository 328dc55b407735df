using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// Euclidean distances between rows. Distances of few rows are computed in double precision, those of many from their
/// dot products and in double precision only where little is left of those, as between copies.
/// </summary>
internal sealed unsafe class RowDistances
{
    /// <summary>Multiplications for all pairs up to which every distance is precise.</summary>
    private const double PreciseWork = 5e8;

    /// <summary>Squared distances below this lose too many digits when they are computed from dot products.</summary>
    private const double Small = 0.05;

    private readonly VectorMatrix _rows;
    private readonly double[] _squares;
    private readonly bool _isPrecise;
    private float[] _products = [];

    public RowDistances(AlignedRows rows)
    {
        _rows = rows.Matrix;
        _squares = new double[rows.Count];
        for (var row = 0; row < rows.Count; row++)
            _squares[row] = ProductTile.Of(_rows[row], _rows[row], _rows.Stride);
        _isPrecise = (double)rows.Count * rows.Count * _rows.Stride <= PreciseWork;
    }

    /// <summary>The distance of two rows.</summary>
    public double Of(int a, int b) =>
        _isPrecise ? Precise(a, b) : Of(a, b, ProductTile.Of(_rows[a], _rows[b], _rows.Stride));

    /// <summary>The distance of two rows whose dot product is known.</summary>
    public double Of(int a, int b, float product)
    {
        var square = _squares[a] + _squares[b] - (2 * (double)product);
        return _isPrecise || square < Small ? Precise(a, b) : Math.Sqrt(square);
    }

    /// <summary>
    /// Computes what <see cref="From"/> needs of all pairs at once, which is many times faster than row by row, but takes
    /// four bytes per pair.
    /// </summary>
    public void PrepareAll(CancellationToken cancellationToken)
    {
        if (_isPrecise)
            return;
        var count = (int)_rows.RowCount;
        _products = new float[checked(count * count)];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, (count + ProductTile.Rows - 1) / ProductTile.Rows, options, tile =>
        {
            var from = tile * ProductTile.Rows;
            var some = Math.Min(ProductTile.Rows, count - from);
            ProductTile.Of(_rows.Slice(from, some), _rows, _products.AsSpan(from * count, some * count));
        });
    }

    /// <summary>The distances of a row to all rows, after <see cref="PrepareAll"/>.</summary>
    public void From(int row, Span<double> distances)
    {
        if (_isPrecise)
        {
            for (var other = 0; other < distances.Length; other++)
                distances[other] = Precise(row, other);
            return;
        }
        var products = _products.AsSpan(row * distances.Length, distances.Length);
        for (var other = 0; other < distances.Length; other++)
            distances[other] = Of(row, other, products[other]);
    }

    private double Precise(int a, int b)
    {
        var x = _rows.Vector(a);
        var y = _rows.Vector(b);
        double even = 0, odd = 0;
        var i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            var (first, second) = ((double)x[i] - y[i], (double)x[i + 1] - y[i + 1]);
            even += first * first;
            odd += second * second;
        }
        if (i < x.Length)
            even += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        return Math.Sqrt(even + odd);
    }
}
