namespace Clip;

/// <summary>The progress of a run.</summary>
/// <param name="Done">Pictures that are stored, skipped or failed.</param>
/// <param name="Found">Pictures found so far.</param>
/// <param name="FoundAll">
/// Whether the whole folder has been walked, so that <paramref name="Found"/> is final.
/// </param>
/// <param name="Skipped">How many of those done took no time, because the index had them already.</param>
public readonly record struct IndexProgress(long Done, long Found, bool FoundAll, long Skipped);
