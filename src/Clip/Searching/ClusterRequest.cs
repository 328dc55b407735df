namespace Clip;

/// <summary>A request to group like pictures.</summary>
public sealed record ClusterRequest : CollectionRequest
{
    /// <summary>
    /// Into how many groups to divide all pictures (<see cref="SphericalKMeans"/>), at least 1; null for as many as the
    /// pictures show, without those that are like few others (<see cref="Hdbscan"/>).
    /// </summary>
    public int? Groups { get; init; }

    /// <summary>The fewest pictures of a group where <see cref="Groups"/> is null, at least 2.</summary>
    public int MinGroupSize { get; init; } = 3;

    /// <summary>
    /// How many others must be near a picture where <see cref="Groups"/> is null, at least 1; the more, the more
    /// pictures are in no group. See <see cref="HdbscanOptions.MinSamples"/>.
    /// </summary>
    public int MinSamples { get; init; } = 1;
}

/// <summary>A group of like pictures.</summary>
/// <param name="Number">Counted from 1, the largest group first.</param>
/// <param name="Name">
/// What distinguishes the group from the rest of the collection: the nearest caption of the index, or where that has
/// none, a word.
/// </param>
/// <param name="Files">
/// The files, those nearest to the mean of the group first; copies follow each other.
/// </param>
public sealed record PictureCluster(int Number, string Name, IReadOnlyList<CollectionFile> Files);

/// <summary>Groups of like pictures.</summary>
/// <param name="Clusters">The largest first.</param>
/// <param name="Outliers">The files that are in no group, in the order of their paths.</param>
public sealed record ClusterAnswer(
    IReadOnlyList<PictureCluster> Clusters, IReadOnlyList<CollectionFile> Outliers) : CollectionAnswer;
