namespace Clip.Catalog;

/// <summary>What a verification of an index found.</summary>
/// <param name="VectorsChecked">How many vectors were compared with their checksums.</param>
/// <param name="Damaged">The entries whose vectors are not what was stored.</param>
/// <param name="Problems">What is wrong with the catalog itself, one line each.</param>
internal sealed record IndexHealth(
    long VectorsChecked, IReadOnlyList<DamagedEntry> Damaged, IReadOnlyList<string> Problems)
{
    /// <summary>
    /// Why the vector file as a whole cannot be used, such as a missing header; null where it can. A repair restores
    /// it, and the vectors that <see cref="Damaged"/> does not name are intact.
    /// </summary>
    public IndexException? VectorFile { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsHealthy => Damaged.Count == 0 && Problems.Count == 0 && VectorFile is null;
}

/// <summary>
/// An entry whose vector is not what was stored. A writer can expire a picture, so that the next run of the indexer
/// encodes it again, replace the vector of a caption, or discard the entry.
/// </summary>
/// <param name="Entry">The row of its vector.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Paths">The files that hold it, relative to the index's root; empty for a caption.</param>
/// <param name="Caption">Its text, if it is a caption.</param>
internal sealed record DamagedEntry(long Entry, EntryKind Kind, IReadOnlyList<string> Paths, string? Caption);
