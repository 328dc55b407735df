using Clip.Search;

namespace Clip.Catalog;

/// <summary>What <see cref="PictureIndex.Verify"/> found.</summary>
/// <param name="VectorsChecked">How many vectors were compared with their checksums.</param>
/// <param name="Damaged">The entries whose vectors are not what was stored.</param>
/// <param name="Problems">What is wrong with the catalog itself, one line each.</param>
public sealed record IndexHealth(
    long VectorsChecked, IReadOnlyList<DamagedEntry> Damaged, IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsHealthy => Damaged.Count == 0 && Problems.Count == 0;
}

/// <summary>
/// An entry whose vector is not what was stored. <see cref="PictureIndex.Discard"/> drops it, and the next run of the
/// indexer makes it anew.
/// </summary>
/// <param name="Entry">The row of its vector.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Paths">The files that hold it, relative to the index's root; empty for a caption.</param>
/// <param name="Caption">Its text, if it is a caption.</param>
public sealed record DamagedEntry(long Entry, EntryKind Kind, IReadOnlyList<string> Paths, string? Caption);
