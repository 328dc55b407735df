using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;

namespace Clip.Indexing;

/// <summary>Whether a run of the <see cref="Indexer"/> ends with an <see cref="IndexCompaction"/>.</summary>
public enum CompactionChoice
{
    /// <summary>Where <see cref="PictureIndex.IsWorthCompacting"/> says so. What keeps it from being done is told and does not fail the run.</summary>
    WhenItPays,

    /// <summary>However little it frees.</summary>
    Always,

    /// <summary>Not at all, as where somebody waits for the run.</summary>
    Never,
}
