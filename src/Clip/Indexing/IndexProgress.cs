namespace Clip;

/// <summary>The progress of a run.</summary>
/// <param name="Done">Pictures that are stored, skipped or failed.</param>
/// <param name="Found">Pictures found so far.</param>
/// <param name="FoundAll">
/// Whether the whole folder has been walked, so that <paramref name="Found"/> is final.
/// </param>
/// <param name="Skipped">How many of those done took no time, because the index had them already.</param>
public readonly record struct IndexProgress(long Done, long Found, bool FoundAll, long Skipped)
{
    /// <summary>
    /// Pictures whose metadata were read again so far, because an older version of this library had read them.
    /// </summary>
    public long Reread { get; init; }

    /// <summary>Of how many; 0 before that begins, and where there are none.</summary>
    public long ToReread { get; init; }
}
