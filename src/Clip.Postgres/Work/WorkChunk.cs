namespace Clip.Postgres.Work;

/// <summary>Files that one worker encodes together.</summary>
/// <param name="Id">The chunk's key.</param>
/// <param name="Plan">The plan that it belongs to.</param>
/// <param name="Paths">The files, relative to the root.</param>
/// <param name="Attempts">How many workers have taken it, this one included.</param>
/// <param name="Fence">
/// The number of the lease. A worker that was thought dead holds an older one, and cannot finish the chunk any more.
/// </param>
internal sealed record WorkChunk(long Id, long Plan, string[] Paths, int Attempts, long Fence)
{
    /// <summary>The numbers that the pictures of the files get; null where an older program has planned them.</summary>
    public long[]? Entries { get; init; }

    /// <summary>The numbers by paths.</summary>
    public Dictionary<string, long> Numbers() => Entries is null
        ? []
        : Paths.Zip(Entries).DistinctBy(static pair => pair.First)
            .ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
}
