using Clip.Files;

namespace Clip.Indexing.Runs;

/// <summary>What the steps of one run share.</summary>
/// <param name="Model">The model whose vectors the index holds.</param>
/// <param name="Location">The folder and its index.</param>
/// <param name="Known">What the index held before the run.</param>
/// <param name="Changes">What the run changes.</param>
/// <param name="Failures">Reports files that cannot be read.</param>
/// <param name="Report">Called with each other error that does not stop the run, from several threads.</param>
internal sealed record IndexRun(
    ClipModel Model, IndexLocation Location, KnownFiles Known, IndexChanges Changes, FailureReports Failures,
    Action<ClipException> Report)
{
    /// <summary>What changed in the folder, if the run looks at nothing else; null if it looks at everything.</summary>
    public ChangedPaths? Changed { get; init; }

    /// <summary>What other indexes hold; null where none are asked.</summary>
    public NeighborContent? Neighbors { get; init; }

    /// <summary>Whether captions are taken from sidecars and embedded metadata.</summary>
    public bool TakesPictureCaptions { get; init; }

    /// <summary>
    /// The paths, relative to the root, that the walk found under a usual name of caption files, whatever is there.
    /// </summary>
    public List<string> CaptionFiles { get; } = [];
}
