namespace Clip.Clustering;

/// <summary>Something that leaves a cluster of the condensed tree.</summary>
/// <param name="Parent">The cluster, by its number in the tree.</param>
/// <param name="Child">A cluster that splits off, or a vector that falls out.</param>
/// <param name="Lambda">The density at which it leaves: 1 / distance, infinite between equal vectors.</param>
/// <param name="Size">Vectors of the child.</param>
/// <param name="IsCluster">Whether the child is a cluster.</param>
internal readonly record struct Departure(int Parent, int Child, double Lambda, int Size, bool IsCluster);

/// <summary>
/// The clusters inside each other at all densities: where a cluster of a single-linkage tree splits into two that are
/// large enough, both are new clusters; otherwise it goes on and loses vectors (Campello, Moulavi and Sander 2013).
/// The root is cluster 0, and children have larger numbers than their parents.
/// </summary>
internal sealed class CondensedTree
{
    private readonly List<Departure> _departures = [];

    /// <param name="edges">A minimum spanning tree of the vectors; sorted here by distance.</param>
    /// <param name="minClusterSize">The fewest vectors of a cluster.</param>
    public CondensedTree(TreeEdge[] edges, int minClusterSize)
    {
        VectorCount = edges.Length + 1;
        var (left, right, distances) = Link(edges, VectorCount);
        var sizes = SizesOf(left, right, VectorCount);
        Condense(left, right, distances, sizes, minClusterSize);
    }

    /// <summary>The number of vectors.</summary>
    public int VectorCount { get; }

    /// <summary>The number of clusters, the root included.</summary>
    public int ClusterCount { get; private set; } = 1;

    /// <summary>Everything that leaves a cluster.</summary>
    public IReadOnlyList<Departure> Departures => _departures;

    /// <summary>Merges vectors in the order of the distances; merge i makes node n + i.</summary>
    private static (int[] Left, int[] Right, double[] Distances) Link(TreeEdge[] edges, int count)
    {
        var sorted = edges.OrderBy(static edge => edge.Distance).ToArray();
        var sets = new DisjointSets((2 * count) - 1);
        var (left, right, distances) = (new int[sorted.Length], new int[sorted.Length], new double[sorted.Length]);
        for (var i = 0; i < sorted.Length; i++)
        {
            var (a, b, distance) = sorted[i];
            (left[i], right[i], distances[i]) = (sets.Find(a), sets.Find(b), distance);
            sets.Unite(left[i], count + i);
            sets.Unite(right[i], count + i);
        }
        return (left, right, distances);
    }

    private static int[] SizesOf(int[] left, int[] right, int count)
    {
        var sizes = new int[count + left.Length];
        Array.Fill(sizes, 1, 0, count);
        for (var i = 0; i < left.Length; i++)
            sizes[count + i] = sizes[left[i]] + sizes[right[i]];
        return sizes;
    }

    private void Condense(int[] left, int[] right, double[] distances, int[] sizes, int minClusterSize)
    {
        // Iterative, because the tree can be as deep as there are vectors.
        var open = new Queue<(int Node, int Cluster)>();
        open.Enqueue((sizes.Length - 1, 0));
        while (open.TryDequeue(out var next))
        {
            var (node, cluster) = next;
            if (node < VectorCount)
                continue;
            var merge = node - VectorCount;
            var lambda = distances[merge] > 0 ? 1 / distances[merge] : double.PositiveInfinity;
            int[] children = [left[merge], right[merge]];
            var splits = Array.TrueForAll(children, child => sizes[child] >= minClusterSize);
            foreach (var child in children)
            {
                if (splits)
                {
                    _departures.Add(new Departure(cluster, ClusterCount, lambda, sizes[child], IsCluster: true));
                    open.Enqueue((child, ClusterCount++));
                }
                else if (sizes[child] >= minClusterSize)
                {
                    open.Enqueue((child, cluster));
                }
                else
                {
                    LoseAll(child, cluster, lambda);
                }
            }
        }

        void LoseAll(int top, int cluster, double lambda)
        {
            var falling = new Stack<int>([top]);
            while (falling.TryPop(out var node))
            {
                if (node < VectorCount)
                {
                    _departures.Add(new Departure(cluster, node, lambda, 1, IsCluster: false));
                    continue;
                }
                falling.Push(left[node - VectorCount]);
                falling.Push(right[node - VectorCount]);
            }
        }
    }
}
