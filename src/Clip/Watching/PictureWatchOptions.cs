namespace Clip;

/// <summary>How a <see cref="PictureWatch"/> watches a folder.</summary>
public sealed class PictureWatchOptions
{
    /// <summary>
    /// What to index. The first run takes all of it; later ones keep to <see cref="IndexerOptions.Paths"/> and to what
    /// the index remembers. <see cref="IndexerOptions.Wait"/> and <see cref="IndexerOptions.OnChange"/> are not read.
    /// </summary>
    public IndexerOptions Indexing { get; set; } = new();

    /// <summary>
    /// How long a file must have rested, and an entry of a folder not have changed again, before it is looked at: files
    /// that are still being written, and bursts of changes, are waited for. 250 ms by default.
    /// </summary>
    public TimeSpan Settling
    {
        get;
        set => field = Positive(value);
    } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How often to look through the whole folder besides; null does so only where the system does not report every
    /// change, as on network drives: every two seconds. Looking takes at most a tenth of the time.
    /// </summary>
    public TimeSpan? PollInterval
    {
        get;
        set => field = value is { } interval ? Positive(interval) : null;
    }

    /// <summary>
    /// How often to look through the whole folder even if every change seems to be reported. An hour by default.
    /// </summary>
    public TimeSpan RewalkInterval
    {
        get;
        set => field = Positive(value);
    } = TimeSpan.FromHours(1);

    /// <summary>A copy, which later changes of these options do not reach.</summary>
    internal PictureWatchOptions Clone()
    {
        var copy = (PictureWatchOptions)MemberwiseClone();
        copy.Indexing = Indexing.Clone();
        return copy;
    }

    private static TimeSpan Positive(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }
}
