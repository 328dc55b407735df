namespace Clip;

/// <summary>A request for copies of pictures.</summary>
public sealed record DuplicateRequest : CollectionRequest
{
    /// <summary>
    /// The least score of changed copies (<see cref="PictureFingerprint.Similarity"/>), above 0 and at most 1. Exact
    /// copies are always found. At the default, resized, recompressed, brightened and gray copies and crops of up to
    /// 5 % are found; crops of 10 % and borders from about 0.75 on, where different pictures begin to be taken for
    /// copies.
    /// </summary>
    public double Threshold { get; init; } = 0.82;

    /// <summary>
    /// The longest time between pictures that one camera took one after the other, to group those that show nearly the
    /// same; null groups only copies.
    /// </summary>
    public TimeSpan? BurstGap { get; init; }

    /// <summary>Receives how many pictures of how many have been looked at. From several threads.</summary>
    public IProgress<(int Done, int Count)>? Progress { get; init; }
}

/// <summary>A file of a group of duplicates.</summary>
/// <param name="Path">Relative to the index's root.</param>
/// <param name="Location">The index that has it.</param>
/// <param name="Caption">The first of its captions, or null.</param>
/// <param name="File">What the index knows about it.</param>
public sealed record DuplicateFile(string Path, IndexLocation Location, string? Caption, FileRecord File)
    : CollectionFile(Path, Location, Caption);

/// <summary>Files that show the same picture.</summary>
/// <param name="Number">Counted from 1: exact copies first, then by falling score.</param>
/// <param name="Files">At least two, the best to keep first.</param>
/// <param name="Score">The least score that holds the group together; 1 for exact copies.</param>
/// <param name="IsExact">Whether all files have the same content.</param>
/// <param name="HasBurst">Whether a part of the group are no copies, but pictures of a burst.</param>
/// <param name="Reason">Why the first file is the best to keep.</param>
public sealed record DuplicateGroup(
    int Number, IReadOnlyList<DuplicateFile> Files, double Score, bool IsExact, bool HasBurst, KeepReason Reason);

/// <summary>Groups of duplicates.</summary>
/// <param name="Groups">Exact copies first, then by falling score.</param>
public sealed record DuplicateAnswer(IReadOnlyList<DuplicateGroup> Groups) : CollectionAnswer
{
    /// <summary>Files that could not be decoded and were only compared by content.</summary>
    public int Undecoded { get; init; }
}
