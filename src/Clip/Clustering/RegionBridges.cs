using System.Collections.Concurrent;
using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// Finds short edges from each part of a graph to the rest of it. Of a large part, some rows spread over it look for
/// rows outside, each in the regions nearest to it.
/// </summary>
internal static class RegionBridges
{
    private const int RowsPerPart = 64;

    /// <summary>Rows outside its part that a row is compared with.</summary>
    private const int Compared = 2_000;

    /// <summary>At least one edge for each part but the largest.</summary>
    /// <param name="regions">The rows.</param>
    /// <param name="parts">Which rows are connected.</param>
    /// <param name="reach">The length of an edge between two rows with a dot product.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IEnumerable<TreeEdge> Find(
        RowRegions regions, DisjointSets parts, Func<int, int, float, double> reach,
        CancellationToken cancellationToken)
    {
        var part = new int[regions.Rows.Count];
        for (var row = 0; row < part.Length; row++)
            part[row] = parts.Find(row);
        var members = part.Index().GroupBy(static one => one.Item, static one => one.Index)
            .Select(static group => group.ToArray()).ToArray();
        var largest = members.MaxBy(static rows => rows.Length);
        var edges = new TreeEdge[members.Length];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.ForEach(Partitioner.Create(0, members.Length, 1), options, range =>
        {
            for (var i = range.Item1; i < range.Item2; i++)
                edges[i] = members[i] == largest ? default : Shortest(regions, part, members[i], reach);
        });
        return edges.Where(static edge => edge.A != edge.B);
    }

    private static TreeEdge Shortest(
        RowRegions regions, int[] part, int[] members, Func<int, int, float, double> reach)
    {
        var best = new TreeEdge(0, 0, double.PositiveInfinity);
        var products = Array.Empty<float>();
        var rows = Math.Min(RowsPerPart, members.Length);
        for (var i = 0; i < rows; i++)
        {
            var row = members[(int)((long)i * members.Length / rows)];
            var outside = 0;
            foreach (var region in regions.NearestTo(RegionOf(regions, row)))
            {
                var others = regions.Region(region);
                if (products.Length < others.RowCount)
                    products = new float[others.RowCount];
                ProductTile.Of(regions.Rows.Matrix.Slice(row, 1), others, products);
                var start = regions.Starts[region];
                for (var j = 0; j < others.RowCount; j++)
                {
                    if (part[start + j] == part[row])
                        continue;
                    outside++;
                    var length = reach(row, start + j, products[j]);
                    if (length < best.Distance)
                        best = new TreeEdge(row, start + j, length);
                }
                if (outside >= Compared)
                    break;
            }
        }
        return best;
    }

    private static int RegionOf(RowRegions regions, int row)
    {
        var at = Array.BinarySearch(regions.Starts, row);
        // Of equal starts, all but the last belong to empty regions.
        while (at >= 0 && at + 1 < regions.Count && regions.Starts[at + 1] == row)
            at++;
        return at >= 0 ? at : ~at - 1;
    }
}
