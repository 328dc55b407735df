namespace Clip.Catalog;

/// <summary>A file that could not be indexed, recorded so that it is not tried again until it changes.</summary>
/// <param name="Path">Relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtcTicks">When the file was last written, in <see cref="DateTime.Ticks"/> of UTC.</param>
/// <param name="Reason">What was wrong, in one line.</param>
internal sealed record FailureRecord(string Path, long Size, long ModifiedUtcTicks, string Reason)
{
    /// <summary>
    /// The file's change time; 0 if unknown. A damaged picture may be restored with its old size and time.
    /// </summary>
    internal long Changed { get; init; }
}
