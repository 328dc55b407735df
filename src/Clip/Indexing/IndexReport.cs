namespace Clip.Indexing;

/// <summary>What a run of the <see cref="Indexer"/> did.</summary>
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

    /// <summary>Files that were as the index knows them and were not read again.</summary>
    public long Skipped { get; init; }

    /// <summary>Files that could not be read.</summary>
    public long Failed { get; init; }

    /// <summary>Captions that are new in the index.</summary>
    public long Captions { get; init; }

    /// <summary>Vectors that nothing referred to any more and whose space is free now.</summary>
    public long Compacted { get; init; }

    /// <summary>How long the run took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Pictures read, encoded and stored in a second.</summary>
    public double PicturesPerSecond => Elapsed > TimeSpan.Zero ? (Added + Updated) / Elapsed.TotalSeconds : 0;

    /// <summary>All files that the run came by, those it could not read included.</summary>
    public long Seen => Added + Updated + Moved + Skipped + Failed;
}

/// <summary>How far a run is.</summary>
/// <param name="Done">Pictures that are stored, skipped or failed.</param>
/// <param name="Found">Pictures found so far.</param>
/// <param name="FoundAll">Whether the folder has been walked to its end, so that <paramref name="Found"/> is final.</param>
/// <param name="Skipped">How many of those done took no time, because the index had them.</param>
public readonly record struct IndexProgress(long Done, long Found, bool FoundAll, long Skipped);
