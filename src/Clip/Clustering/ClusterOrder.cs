namespace Clip.Clustering;

/// <summary>Numbers of clusters that do not depend on how they were found.</summary>
internal static class ClusterOrder
{
    /// <summary>Numbers clusters by size, of equally large ones by their first member.</summary>
    /// <param name="labels">The cluster of each member; negative for none.</param>
    /// <returns>The new number of each member, −1 for none; and the old number of each new one.</returns>
    public static (int[] Labels, int[] Clusters) LargestFirst(ReadOnlySpan<int> labels)
    {
        var found = new Dictionary<int, (int Size, int First)>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= 0)
                found[labels[i]] = found.TryGetValue(labels[i], out var known) ? (known.Size + 1, known.First) : (1, i);
        }
        int[] clusters = [.. found
            .OrderByDescending(static one => one.Value.Size).ThenBy(static one => one.Value.First)
            .Select(static one => one.Key)];
        var numbers = new Dictionary<int, int>();
        for (var i = 0; i < clusters.Length; i++)
            numbers[clusters[i]] = i;
        var renumbered = new int[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            renumbered[i] = labels[i] < 0 ? -1 : numbers[labels[i]];
        return (renumbered, clusters);
    }
}
