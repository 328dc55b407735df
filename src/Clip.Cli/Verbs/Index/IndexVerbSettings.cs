using Clip.Cli.Options;

namespace Clip.Cli.Verbs.Index;

/// <summary>What <c>index</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Targets">The indexes to bring up to date.</param>
/// <param name="NotPictures">The files among the arguments that are no pictures, and are left out.</param>
/// <param name="Indexing">What to take in.</param>
/// <param name="Wait">The longest time to wait for another writer of an index.</param>
/// <param name="Rebuild">Whether to encode everything again into a new index.</param>
/// <param name="IsStrict">Whether a file that cannot be read is an error of the whole run.</param>
internal sealed record IndexVerbSettings(
    ModelSettings Model, IReadOnlyList<IndexTarget> Targets, IReadOnlyList<string> NotPictures, IndexerOptions Indexing,
    TimeSpan Wait, bool Rebuild, bool IsStrict)
{
    /// <summary>Whether to keep the indexes up to date until the program is stopped.</summary>
    public bool Watch { get; init; }

    /// <summary>How often to look through watched folders besides; null where their changes are reported.</summary>
    public TimeSpan? Poll { get; init; }

    /// <summary>Whether the work is only planned.</summary>
    public bool OnlyPlan { get; init; }
}
