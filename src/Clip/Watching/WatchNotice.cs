namespace Clip;

/// <summary>Something that a user of a <see cref="PictureWatch"/> should know, though it is no error.</summary>
public abstract record WatchNotice
{
    private WatchNotice()
    {
    }

    /// <summary>
    /// The folder is not there: renamed, deleted, or on a drive that was taken away. Nothing is removed.
    /// </summary>
    public sealed record FolderAway : WatchNotice;

    /// <summary>The folder is there again, and is looked through.</summary>
    public sealed record FolderBack : WatchNotice;

    /// <summary>
    /// There were more changes at once than the system remembers, so the whole folder is looked through.
    /// </summary>
    public sealed record ChangesLost : WatchNotice;

    /// <summary>
    /// The system does not report every change, so the whole folder is looked through again and again.
    /// </summary>
    /// <param name="Interval">The least time between two runs.</param>
    /// <param name="Problem">Why; null on a network drive, where that is usual.</param>
    public sealed record Polling(TimeSpan Interval, string? Problem) : WatchNotice;

    /// <summary>Another program writes the index; the watch waits for it.</summary>
    /// <param name="Holder">That program, such as <c>process 17 on host since 2026-01-31 12:00:00Z</c>.</param>
    public sealed record WaitingForWriter(string Holder) : WatchNotice;
}
