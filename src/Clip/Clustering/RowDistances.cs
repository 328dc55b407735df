using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// Euclidean distances between rows. Distances of few rows are computed in double precision, those of many from their
/// dot products and in double precision only where little is left of those, as between copies.
/// </summary>
internal sealed unsafe class RowDistances
{
    /// <summary>Multiplications for all pairs up to which every distance is precise.</summary>
    private const double PreciseWork = 3e9;

    /// <summary>Squared distances below this lose too many digits when they are computed from dot products.</summary>
    private const double Small = 0.05;

    private readonly VectorMatrix _rows;
    private readonly double[] _squares;
    private readonly float[] _products;
    private readonly bool _isPrecise;

    public RowDistances(AlignedRows rows)
    {
        _rows = rows.Matrix;
        _products = new float[rows.Count];
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

    /// <summary>The distances of a row to all rows. For one caller at a time.</summary>
    public void From(int row, Span<double> distances)
    {
        if (_isPrecise)
        {
            for (var other = 0; other < distances.Length; other++)
                distances[other] = Precise(row, other);
            return;
        }
        fixed (float* products = _products)
            ProductTile.OfOne(_rows[row], _rows, products);
        for (var other = 0; other < distances.Length; other++)
            distances[other] = Of(row, other, _products[other]);
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
