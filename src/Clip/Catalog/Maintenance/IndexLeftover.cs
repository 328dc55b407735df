namespace Clip.Catalog.Maintenance;

/// <summary>A file or folder that a killed program has left beside an index or in it.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="IsUnfinishedRebuild">
/// Whether it is a new index that the next rebuild continues; otherwise nothing uses it any more.
/// </param>
/// <param name="Bytes">The space that it takes.</param>
internal sealed record IndexLeftover(string Path, bool IsUnfinishedRebuild, long Bytes);
