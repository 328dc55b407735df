using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>Vectors that are assigned to centers: the state that the steps of spherical k-means improve.</summary>
internal sealed class CenterPartition : IDisposable
{
    private const int ChunkRows = 256;

    /// <summary>
    /// Products of 32-bit numbers that differ by less are equal, so that the lowest cluster gets vectors that are
    /// equally near to several centers.
    /// </summary>
    private const float Equal = 5e-7f;

    /// <summary>The squared norm of a sum that has no direction.</summary>
    private const double NoDirection = 1e-18;

    private readonly AlignedRows _rows;

    /// <param name="rows">The vectors, of unit length; not disposed here.</param>
    /// <param name="centers">The centers to start from, of unit length; disposed here.</param>
    public CenterPartition(AlignedRows rows, AlignedRows centers)
    {
        _rows = rows;
        Centers = centers;
        Labels = new int[rows.Count];
        Array.Fill(Labels, -1);
    }

    /// <summary>The cluster of each vector; −1 before the first assignment.</summary>
    public int[] Labels { get; }

    /// <summary>The centers.</summary>
    public AlignedRows Centers { get; }

    /// <summary>Products per assignment of all vectors, each of as many numbers as there are dimensions.</summary>
    public double Work => (double)_rows.Count * Centers.Count * _rows.Matrix.Stride;

    /// <summary>Assigns each vector to the nearest center, of equally near ones to the first.</summary>
    /// <returns>How many vectors changed their cluster.</returns>
    public int Assign(CancellationToken cancellationToken)
    {
        var changed = 0;
        var chunks = (_rows.Count + ChunkRows - 1) / ChunkRows;
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, chunks, options, () => (Products: new float[ChunkRows * Centers.Count], Changed: 0),
            (chunk, _, local) =>
            {
                var from = chunk * ChunkRows;
                var rows = _rows.Matrix.Slice(from, Math.Min(ChunkRows, _rows.Count - from));
                ProductTile.Of(rows, Centers.Matrix, local.Products);
                for (var i = 0; i < rows.RowCount; i++)
                {
                    var nearest = Nearest(local.Products.AsSpan(i * Centers.Count, Centers.Count));
                    if (Labels[from + i] == nearest)
                        continue;
                    Labels[from + i] = nearest;
                    local.Changed++;
                }
                return local;
            },
            local => Interlocked.Add(ref changed, local.Changed));
        return changed;
    }

    /// <summary>Moves each center to the mean direction of its vectors. One without a direction stays.</summary>
    /// <returns>The objective: the sum of the cosines of the vectors to their new centers.</returns>
    public double MoveCenters()
    {
        var dimensions = _rows.Matrix.Dimensions;
        var sums = Sums();
        double objective = 0;
        for (var cluster = 0; cluster < Centers.Count; cluster++)
        {
            var sum = sums.AsSpan(cluster * dimensions, dimensions);
            double square = 0;
            foreach (var number in sum)
                square += number * number;
            if (square <= NoDirection)
                continue;
            var norm = Math.Sqrt(square);
            objective += norm;
            var center = Centers.Row(cluster);
            for (var i = 0; i < dimensions; i++)
                center[i] = (float)(sum[i] / norm);
        }
        return objective;
    }

    /// <summary>The sums of the vectors of each cluster, [clusters, dimensions].</summary>
    public double[] Sums()
    {
        var dimensions = _rows.Matrix.Dimensions;
        var sums = new double[Centers.Count * dimensions];
        for (var row = 0; row < _rows.Count; row++)
        {
            var vector = _rows.Row(row);
            var sum = sums.AsSpan(Labels[row] * dimensions, dimensions);
            for (var i = 0; i < vector.Length; i++)
                sum[i] += vector[i];
        }
        return sums;
    }

    public void Dispose() => Centers.Dispose();

    private static int Nearest(ReadOnlySpan<float> products)
    {
        var nearest = 0;
        for (var cluster = 1; cluster < products.Length; cluster++)
        {
            if (products[cluster] > products[nearest] + Equal)
                nearest = cluster;
        }
        return nearest;
    }
}
