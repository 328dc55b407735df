using Clip.Catalog.Maintenance;

namespace Clip;

/// <summary>Whether a run of the <see cref="Indexer"/> ends with an <see cref="IndexCompaction"/>.</summary>
public enum CompactionChoice
{
    /// <summary>
    /// If it frees enough space to be worth its time. If compaction fails, the error is reported and the run
    /// succeeds.
    /// </summary>
    Automatic,

    /// <summary>However little it frees.</summary>
    Always,

    /// <summary>Never, for example when a user waits for the run.</summary>
    Never,
}
