using Clip.Vectors;

namespace Clip.Clustering;

/// <summary>
/// The minimum spanning tree of the mutual reachability distances of all pairs (Prim's algorithm). Exact; its time and
/// its memory grow with the square of the number of vectors.
/// </summary>
internal static class CompleteTree
{
    public static TreeEdge[] Of(AlignedRows rows, int minSamples, CancellationToken cancellationToken)
    {
        var count = rows.Count;
        var distances = new RowDistances(rows);
        distances.PrepareAll(cancellationToken);
        var cores = Cores(rows, distances, minSamples, cancellationToken);
        var edges = new TreeEdge[count - 1];
        var best = new double[count];
        var from = new int[count];
        Array.Fill(best, double.PositiveInfinity);
        var isInTree = new bool[count];
        var row = new double[count];
        var last = 0;
        for (var edge = 0; edge < edges.Length; edge++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isInTree[last] = true;
            distances.From(last, row);
            var next = -1;
            for (var other = 0; other < count; other++)
            {
                if (isInTree[other])
                    continue;
                var reach = Math.Max(row[other], Math.Max(cores[last], cores[other]));
                if (reach < best[other])
                    (best[other], from[other]) = (reach, last);
                if (next < 0 || best[other] < best[next])
                    next = other;
            }
            edges[edge] = new TreeEdge(from[next], next, best[next]);
            last = next;
        }
        return edges;
    }

    /// <summary>The core distance of each vector: to its <paramref name="minSamples"/>-th nearest other.</summary>
    private static double[] Cores(
        AlignedRows rows, RowDistances distances, int minSamples, CancellationToken cancellationToken)
    {
        // A few more than asked for: the order by products may differ from that by distances.
        var nearest = NearestRows.Find(rows, Math.Min(rows.Count - 1, minSamples + 8), cancellationToken);
        var cores = new double[rows.Count];
        var near = new double[nearest.Each];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < near.Length; i++)
                near[i] = distances.Of(row, nearest.RowsOf(row)[i]);
            Array.Sort(near);
            cores[row] = near[minSamples - 1];
        }
        return cores;
    }
}
