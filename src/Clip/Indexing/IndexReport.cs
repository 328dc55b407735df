namespace Clip;

/// <summary>The result of a run of the <see cref="Indexer"/>.</summary>
public sealed record IndexReport
{
    /// <summary>Pictures that are new in the index.</summary>
    public long Added { get; init; }

    /// <summary>Pictures whose content changed.</summary>
    public long Updated { get; init; }

    /// <summary>Files that were moved or renamed and kept their vector.</summary>
    public long Moved { get; init; }

    /// <summary>Files that are gone.</summary>
    public long Removed { get; init; }

    /// <summary>
    /// Files that are not there, but stay in the index because the drive or folder that held them seems to be away.
    /// </summary>
    public long Absent { get; init; }

    /// <summary>Unchanged files, which were not read again.</summary>
    public long Skipped { get; init; }

    /// <summary>Those of <see cref="Skipped"/> that were read again and have the same content.</summary>
    public long Verified { get; init; }

    /// <summary>Files that could not be read.</summary>
    public long Failed { get; init; }

    /// <summary>Those of <see cref="Failed"/> that an earlier run has reported already.</summary>
    public long KnownFailures { get; init; }

    /// <summary>
    /// Those of <see cref="Failed"/> that no run has reported, because there were more than
    /// <see cref="IndexerOptions.MaxFailureReports"/>. The index lists all.
    /// </summary>
    public long UnreportedFailures { get; init; }

    /// <summary>
    /// Pictures whose metadata were read again, because an older version of this library had read them; their vectors
    /// are kept.
    /// </summary>
    public long Reread { get; init; }

    /// <summary>Captions that are new in the index.</summary>
    public long Captions { get; init; }

    /// <summary>Vectors that nothing referred to any more and whose space was freed.</summary>
    public long Compacted { get; init; }

    /// <summary>The files and folders that killed programs had left of the index and that the run removed.</summary>
    public IReadOnlyList<string> RemovedLeftovers { get; init; } = [];

    /// <summary>
    /// The folder in which a killed rebuild has left a part of a new index, which the next rebuild continues; null if
    /// there is none, or the run did not look for one, as updates before a search do not.
    /// </summary>
    public string? UnfinishedRebuild { get; init; }

    /// <summary>The duration of the run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Pictures read, encoded and stored per second.</summary>
    public double PicturesPerSecond => Elapsed > TimeSpan.Zero ? (Added + Updated) / Elapsed.TotalSeconds : 0;

    /// <summary>All files that the run found, including those that it could not read.</summary>
    public long Seen => Added + Updated + Moved + Skipped + Failed;
}
