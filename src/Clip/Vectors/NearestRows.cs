namespace Clip.Vectors;

/// <summary>
/// The nearest other rows of every row, by their products: largest first, of equal ones the first row.
/// </summary>
/// <param name="count">Rows.</param>
/// <param name="each">Nearest rows per row.</param>
internal sealed class NearestRows(int count, int each)
{
    /// <summary>Rows of the left side of a tile; with the right side's it fills the second-level cache.</summary>
    private const int TileRows = 64;

    /// <summary>Rows of the right side whose products with one tile are kept at a time.</summary>
    private const int StripRows = 1024;

    private readonly int[] _rows = NewRows(count * each);
    private readonly float[] _products = NewProducts(count * each);

    /// <summary>The number of rows.</summary>
    public int Count { get; } = count;

    /// <summary>Nearest rows per row; a row with fewer others ends with −1.</summary>
    public int Each { get; } = each;

    /// <summary>Compares every row with every other.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="each">How many nearest rows to find of each row.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public static NearestRows Find(AlignedRows rows, int each, CancellationToken cancellationToken)
    {
        var nearest = new NearestRows(rows.Count, each);
        var all = rows.Matrix;
        var tiles = (rows.Count + TileRows - 1) / TileRows;
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, tiles, options, () => new float[TileRows * StripRows], (tile, _, products) =>
        {
            var from = tile * TileRows;
            var left = all.Slice(from, Math.Min(TileRows, rows.Count - from));
            for (var at = 0; at < rows.Count; at += StripRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var strip = Math.Min(StripRows, rows.Count - at);
                ProductTile.Of(left, all.Slice(at, strip), products);
                for (var i = 0; i < left.RowCount; i++)
                {
                    var own = products.AsSpan(i * strip, strip);
                    for (var j = 0; j < strip; j++)
                        nearest.Offer(from + i, at + j, own[j]);
                }
            }
            return products;
        }, static _ => { });
        return nearest;
    }

    /// <summary>The nearest rows of a row, nearest first.</summary>
    public ReadOnlySpan<int> RowsOf(int row) => _rows.AsSpan(row * Each, Each);

    /// <summary>The products with the nearest rows of a row, in the same order.</summary>
    public ReadOnlySpan<float> ProductsOf(int row) => _products.AsSpan(row * Each, Each);

    /// <summary>Takes a row into another one's list if it is nearer than the last there; not twice the same.</summary>
    public void Offer(int row, int other, float product)
    {
        var last = ((row + 1) * Each) - 1;
        if (product <= _products[last] || other == row)
            return;
        var first = row * Each;
        for (; last > first && product > _products[last - 1]; last--)
            (_rows[last], _products[last]) = (_rows[last - 1], _products[last - 1]);
        (_rows[last], _products[last]) = (other, product);
    }

    private static int[] NewRows(int length)
    {
        var rows = new int[length];
        Array.Fill(rows, -1);
        return rows;
    }

    private static float[] NewProducts(int length)
    {
        var products = new float[length];
        Array.Fill(products, float.NegativeInfinity);
        return products;
    }
}
