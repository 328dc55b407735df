using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// Rows ordered by regions of space, so that the neighbors of a row can be looked for near it instead of everywhere.
/// </summary>
internal sealed class RowRegions : IDisposable
{
    private const int Rounds = 8;
    private const int RowsPerCenter = 40;

    private readonly int[][] _nearest;

    private RowRegions(AlignedRows ordered, int[] original, int[] starts, int[][] nearest)
    {
        (Rows, Original, _nearest) = (ordered, original, nearest);
        Starts = starts;
    }

    /// <summary>The rows, region by region.</summary>
    public AlignedRows Rows { get; }

    /// <summary>Which row of the original order each row is.</summary>
    public int[] Original { get; }

    /// <summary>The first row of each region, and at last the number of rows.</summary>
    public int[] Starts { get; }

    /// <summary>The number of regions.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Divides rows into about as many regions as each has rows.</summary>
    public static RowRegions Of(AlignedRows rows, CancellationToken cancellationToken)
    {
        var count = Math.Max(1, (int)Math.Sqrt(rows.Count));
        using var partition = new CenterPartition(rows, Centers(rows, count, cancellationToken));
        partition.Assign(cancellationToken);
        var original = new int[rows.Count];
        var starts = new int[count + 1];
        foreach (var region in partition.Labels)
            starts[region + 1]++;
        for (var region = 0; region < count; region++)
            starts[region + 1] += starts[region];
        var next = starts.ToArray();
        for (var row = 0; row < rows.Count; row++)
            original[next[partition.Labels[row]]++] = row;
        return new RowRegions(rows.Gather(original), original, starts, Nearest(partition.Centers));
    }

    /// <summary>All regions, those nearest to a region first, itself before all others.</summary>
    public ReadOnlySpan<int> NearestTo(int region) => _nearest[region];

    /// <summary>The rows of a region.</summary>
    public VectorMatrix Region(int region) =>
        Rows.Matrix.Slice(Starts[region], Starts[region + 1] - Starts[region]);

    public void Dispose() => Rows.Dispose();

    private static AlignedRows Centers(AlignedRows rows, int count, CancellationToken cancellationToken)
    {
        var sample = new int[Math.Min(rows.Count, count * RowsPerCenter)];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = (int)((long)i * rows.Count / sample.Length);
        using var few = rows.Gather(sample);
        var first = new int[count];
        for (var i = 0; i < count; i++)
            first[i] = (int)((long)i * few.Count / count);
        using var partition = new CenterPartition(few, few.Gather(first));
        for (var round = 0; round < Rounds; round++)
        {
            partition.Assign(cancellationToken);
            partition.MoveCenters();
        }
        var all = new int[count];
        for (var i = 0; i < count; i++)
            all[i] = i;
        return partition.Centers.Gather(all);
    }

    private static int[][] Nearest(AlignedRows centers)
    {
        var products = new float[centers.Count];
        var nearest = new int[centers.Count][];
        for (var region = 0; region < centers.Count; region++)
        {
            ProductTile.Of(centers.Matrix.Slice(region, 1), centers.Matrix, products);
            products[region] = float.PositiveInfinity;
            var order = Enumerable.Range(0, centers.Count).ToArray();
            Array.Sort(products.Select(static product => -product).ToArray(), order);
            nearest[region] = order;
        }
        return nearest;
    }
}
