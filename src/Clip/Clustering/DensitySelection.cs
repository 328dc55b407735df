namespace Clip.Clustering;

/// <summary>Takes clusters from a condensed tree, and says which vectors they hold and how firmly.</summary>
internal sealed class DensitySelection
{
    private readonly CondensedTree _tree;
    private readonly int[] _parents;
    private readonly double[] _stabilities;
    private readonly double[] _densest;

    public DensitySelection(CondensedTree tree)
    {
        _tree = tree;
        _parents = new int[tree.ClusterCount];
        _stabilities = new double[tree.ClusterCount];
        _densest = new double[tree.ClusterCount];
        var births = new double[tree.ClusterCount];
        _parents[0] = -1;
        foreach (var one in tree.Departures)
        {
            _densest[one.Parent] = Math.Max(_densest[one.Parent], one.Lambda);
            if (one.IsCluster)
                (_parents[one.Child], births[one.Child]) = (one.Parent, one.Lambda);
        }
        foreach (var one in tree.Departures)
        {
            // Between equal vectors both are infinite, and nothing lies between them.
            if (one.Lambda > births[one.Parent])
                _stabilities[one.Parent] += (one.Lambda - births[one.Parent]) * one.Size;
        }
    }

    /// <summary>The clusters that a way of selection takes.</summary>
    public DensityClusters Select(ClusterSelection selection, bool allowSingleCluster)
    {
        var selected = selection == ClusterSelection.Leaf ? Leaves() : Stable(allowSingleCluster);
        selected[0] &= allowSingleCluster;
        return Describe(selected);
    }

    /// <summary>Clusters without clusters inside.</summary>
    private bool[] Leaves()
    {
        var leaves = new bool[_tree.ClusterCount];
        Array.Fill(leaves, true);
        foreach (var parent in _parents.Where(static parent => parent >= 0))
            leaves[parent] = false;
        return leaves;
    }

    /// <summary>Clusters at least as stable as those inside them together.</summary>
    private bool[] Stable(bool allowRoot)
    {
        var selected = new bool[_tree.ClusterCount];
        var best = (double[])_stabilities.Clone();
        var inside = new double[_tree.ClusterCount];
        for (var cluster = _tree.ClusterCount - 1; cluster >= 0; cluster--)
        {
            selected[cluster] = inside[cluster] <= best[cluster] && (cluster > 0 || allowRoot);
            if (!selected[cluster])
                best[cluster] = inside[cluster];
            if (cluster > 0)
                inside[_parents[cluster]] += best[cluster];
        }
        for (var cluster = 1; cluster < _tree.ClusterCount; cluster++)
        {
            // Parents come first, so one selected further up reaches all inside it.
            if (IsInside(_parents[cluster]))
                selected[cluster] = false;
        }
        return selected;

        bool IsInside(int cluster)
        {
            for (; cluster >= 0; cluster = _parents[cluster])
            {
                if (selected[cluster])
                    return true;
            }
            return false;
        }
    }

    private DensityClusters Describe(bool[] selected)
    {
        // To which selected cluster each cluster belongs: itself, or the nearest around it.
        var owners = new int[_tree.ClusterCount];
        for (var cluster = 0; cluster < owners.Length; cluster++)
            owners[cluster] = selected[cluster] ? cluster : cluster == 0 ? -1 : owners[_parents[cluster]];
        var labels = new int[_tree.VectorCount];
        var lambdas = new double[_tree.VectorCount];
        Array.Fill(labels, -1);
        foreach (var one in _tree.Departures)
        {
            if (one.IsCluster)
                continue;
            var owner = owners[one.Parent];
            // All vectors are inside the root, so only its densest ones are a cluster.
            if (owner == 0 && one.Lambda < _densest[0])
                owner = -1;
            (labels[one.Child], lambdas[one.Child]) = (owner, one.Lambda);
        }
        var probabilities = new double[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            probabilities[i] = labels[i] < 0 ? 0 : Share(lambdas[i], _densest[labels[i]]);
        var (renumbered, clusters) = ClusterOrder.LargestFirst(labels);
        var densest = _densest.Max();
        var persistence = clusters.Select(cluster =>
        {
            var size = labels.Count(label => label == cluster);
            return densest is 0 or double.PositiveInfinity ? 1 : _stabilities[cluster] / (size * densest);
        });
        return new DensityClusters(renumbered, probabilities, [.. persistence]);
    }

    private static double Share(double lambda, double densest) =>
        densest == 0 || !double.IsFinite(lambda) ? 1 : Math.Min(lambda, densest) / densest;
}
