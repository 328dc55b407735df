namespace Clip.Catalog;

/// <summary>What <see cref="PictureIndex.Verify"/> found.</summary>
/// <param name="VectorsChecked">How many vectors were compared with their checksums.</param>
/// <param name="Damaged">The entries whose vectors are not what was stored.</param>
/// <param name="Problems">What is wrong with the catalog itself, one line each.</param>
public sealed record IndexHealth(
    long VectorsChecked, IReadOnlyList<DamagedEntry> Damaged, IReadOnlyList<string> Problems)
{
    /// <summary>
    /// What keeps the vector file as a whole from being used, such as a missing header; null when nothing does.
    /// <see cref="PictureIndex.OpenToRepair"/> mends it, and what <see cref="Damaged"/> does not name is still sound.
    /// </summary>
    public IndexException? VectorFile { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsHealthy => Damaged.Count == 0 && Problems.Count == 0 && VectorFile is null;
}

/// <summary>
/// An entry whose vector is not what was stored. After <see cref="PictureIndex.Expire"/> the next run of the indexer makes a
/// picture's anew, and <see cref="PictureIndex.Discard"/> drops the entry.
/// </summary>
/// <param name="Entry">The row of its vector.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Paths">The files that hold it, relative to the index's root; empty for a caption.</param>
/// <param name="Caption">Its text, if it is a caption.</param>
public sealed record DamagedEntry(long Entry, EntryKind Kind, IReadOnlyList<string> Paths, string? Caption);
