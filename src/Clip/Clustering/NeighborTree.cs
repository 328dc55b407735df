using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// A spanning tree of the mutual reachability distances between near neighbors, for more vectors than all pairs can be
/// compared of. Neighbors are looked for in the regions of space around a vector; what they leave apart is connected
/// by the shortest edges found between the parts.
/// </summary>
internal sealed class NeighborTree
{
    private const int LeastNeighbors = 16;

    /// <summary>Vectors that each vector is compared with to find its neighbors.</summary>
    private const int Compared = 8_000;

    private readonly RowRegions _regions;
    private readonly RowDistances _distances;
    private readonly NearestRows _nearest;
    private readonly double[] _cores;

    private NeighborTree(RowRegions regions, int minSamples, CancellationToken cancellationToken)
    {
        _regions = regions;
        _distances = new RowDistances(regions.Rows);
        _nearest = FindNearest(regions, Math.Max(LeastNeighbors, minSamples), cancellationToken);
        _cores = new double[regions.Rows.Count];
        for (var row = 0; row < _cores.Length; row++)
            _cores[row] = Core(row, minSamples);
    }

    public static TreeEdge[] Of(AlignedRows rows, int minSamples, CancellationToken cancellationToken)
    {
        using var regions = RowRegions.Of(rows, cancellationToken);
        var tree = new NeighborTree(regions, minSamples, cancellationToken).Edges(cancellationToken);
        return Array.ConvertAll(
            tree, edge => new TreeEdge(regions.Original[edge.A], regions.Original[edge.B], edge.Distance));
    }

    private static NearestRows FindNearest(RowRegions regions, int each, CancellationToken cancellationToken)
    {
        var nearest = new NearestRows(regions.Rows.Count, each);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, regions.Count, options, region =>
        {
            var from = regions.Starts[region];
            var left = regions.Region(region);
            var compared = 0;
            var products = Array.Empty<float>();
            foreach (var other in regions.NearestTo(region))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var right = regions.Region(other);
                if (products.Length < left.RowCount * right.RowCount)
                    products = new float[left.RowCount * right.RowCount];
                ProductTile.Of(left, right, products);
                for (var i = 0; i < left.RowCount; i++)
                {
                    var own = products.AsSpan(i * (int)right.RowCount, (int)right.RowCount);
                    for (var j = 0; j < own.Length; j++)
                        nearest.Offer(from + i, regions.Starts[other] + j, own[j]);
                }
                compared += (int)right.RowCount;
                if (compared >= Compared)
                    break;
            }
        });
        return nearest;
    }

    private double Core(int row, int minSamples)
    {
        // The regions around a row hold more rows than it needs neighbors.
        var at = Math.Min(minSamples, _nearest.Each) - 1;
        return _distances.Of(row, _nearest.RowsOf(row)[at], _nearest.ProductsOf(row)[at]);
    }

    private TreeEdge[] Edges(CancellationToken cancellationToken)
    {
        var count = _cores.Length;
        var tree = new List<TreeEdge>(count - 1);
        var sets = new DisjointSets(count);
        Unite(NeighborEdges(), sets, tree);
        while (tree.Count < count - 1)
            Unite(RegionBridges.Find(_regions, sets, Reach, cancellationToken), sets, tree);
        return [.. tree];
    }

    private List<TreeEdge> NeighborEdges()
    {
        var edges = new List<TreeEdge>(_cores.Length * _nearest.Each);
        for (var row = 0; row < _cores.Length; row++)
        {
            var others = _nearest.RowsOf(row);
            var products = _nearest.ProductsOf(row);
            for (var i = 0; i < others.Length && others[i] >= 0; i++)
                edges.Add(new TreeEdge(row, others[i], Reach(row, others[i], products[i])));
        }
        return edges;
    }

    /// <summary>The mutual reachability distance of two rows whose dot product is known.</summary>
    private double Reach(int a, int b, float product) =>
        Math.Max(_distances.Of(a, b, product), Math.Max(_cores[a], _cores[b]));

    private static void Unite(IEnumerable<TreeEdge> edges, DisjointSets sets, List<TreeEdge> tree)
    {
        foreach (var edge in edges.OrderBy(static edge => edge.Distance))
        {
            if (sets.Unite(edge.A, edge.B))
                tree.Add(edge);
        }
    }
}
